/** A finished export's file over HTTP: ranges, validators, digests, and the kernel's own copy. */
package io.sluice.api.file;
