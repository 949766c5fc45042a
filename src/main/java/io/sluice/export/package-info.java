/**
 * The domain and the main flow. Each package uses those before it and none after it.
 *
 * <ol>
 *   <li>{@code model}: what an export is, in values
 *   <li>{@code live}: one export as it goes, with its watchers and its checkpoints
 *   <li>{@code pipeline}: the journey of one export, from the job to the delivered file
 *   <li>{@code run}: which exports run now and which wait
 *   <li>{@code accept}: the room's face; takes requests, finds, cancels and removes exports
 *   <li>{@code retain}: removes what is old
 * </ol>
 */
package io.sluice.export;
