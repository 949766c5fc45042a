/** How the sandbox behaves: {@code sluice.sandbox.*}. */
package io.sluice.sandbox.config;
