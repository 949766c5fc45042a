/** An embedded Storage API with sample tables; absent from a production build. */
package io.sluice.sandbox;
