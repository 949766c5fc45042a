/** What answers carry: the representation of an export, and what is made of several. */
package io.sluice.api.view;
