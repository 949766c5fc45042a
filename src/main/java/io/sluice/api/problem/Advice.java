package io.sluice.api.problem;

import io.sluice.base.ErrorCode;

/**
 * What a problem's page says. The switch has no default: a new code does not compile before it is
 * explained here.
 *
 * @param meaning what happened
 * @param remedy what to do
 */
record Advice(String meaning, String remedy) {

  static Advice of(ErrorCode code) {
    return switch (code) {
      case INVALID_REQUEST ->
          new Advice(
              "A field, a query parameter or a header is missing, unknown or has a value that cannot be.",
              "Read errors[]: each entry names the place, and the name or value that was probably meant; the first 20 are listed. Mend them all, then send again.");
      case MALFORMED_JSON ->
          new Advice(
              "The body is not one JSON value in UTF-8.",
              "The detail names the line and column. A name that stands twice in an object is refused too.");
      case NOT_FOUND ->
          new Advice(
              "There is no such address, export or batch.",
              "Check the id. Exports are removed when sluice.retention has passed since they ended, or by DELETE.");
      case UNKNOWN_CONNECTION ->
          new Advice(
              "The request names a connection that this gateway is not configured with.",
              "GET /v1/connections lists them. A new one needs sluice.connections.NAME.url and .token.");
      case METHOD_NOT_ALLOWED ->
          new Advice(
              "The address exists, the method does not.", "The header Allow lists the methods.");
      case NOT_ACCEPTABLE ->
          new Advice(
              "No media type in Accept can be served here.",
              "Leave Accept out, or name application/json, text/event-stream for events, application/vnd.apache.parquet for files.");
      case UNAUTHENTICATED ->
          new Advice(
              "The request has no key or token, or one that is unknown, expired or withdrawn.",
              "Send Authorization: Bearer with an API key or a token of the provider; who runs the gateway gives one. In a browser, sign in at the dashboard.");
      case FORBIDDEN ->
          new Advice(
              "The caller is known and may see this, but not do what was asked.",
              "The detail names the grant that is missing. Who runs the gateway adds it to sluice.access.keys.NAME.grants or sluice.access.tokens.NAME.grants.");
      case CROSS_SITE ->
          new Advice(
              "A browser says that a page of another site is behind the request.",
              "Open the gateway's own dashboard, or send the request from a program.");
      case UNKNOWN_HOST ->
          new Advice(
              "The Host of the request is no name of this gateway: it may be another site's, bound to this address.",
              "Add the name to sluice.http.hosts, or use localhost or the IP address.");
      case REQUEST_TIMEOUT ->
          new Advice(
              "The body had not arrived in full when its time was over.",
              "Send it again over a better line, or raise sluice.limits.body-time.");
      case CONFLICT ->
          new Advice(
              "The export is in a state that does not allow this, such as fetching the file of one that still runs.",
              "GET the export to see its state. Wait for its end with Prefer: wait=60 or by its events.");
      case FILE_GONE ->
          new Advice(
              "The export succeeded, and its file was removed behind the gateway's back.",
              "Export the table again. DELETE the export to forget it.");
      case PRECONDITION_FAILED ->
          new Advice(
              "The export's file is not the one that If-Match or If-Unmodified-Since names.",
              "The header ETag says which it is. An export's file never changes: the name is that of another export's file.");
      case PAYLOAD_TOO_LARGE ->
          new Advice(
              "The body is larger than the gateway reads.",
              "Send fewer tables or filter values at once, or raise quarkus.http.limits.max-body-size.");
      case UNSUPPORTED_MEDIA_TYPE ->
          new Advice(
              "The body's Content-Type is not JSON. curl -d sends a form unless it is told otherwise.",
              "Send Content-Type: application/json.");
      case RANGE_NOT_SATISFIABLE ->
          new Advice(
              "The Range lies behind the file's end.",
              "The header Content-Range says how long the file is.");
      case IDEMPOTENCY_KEY_REUSED ->
          new Advice(
              "The key was sent before with another body.",
              "Use a new key for a new request. A key is free again when the export that it made is removed.");
      case TOO_MANY_WATCHERS ->
          new Advice(
              "Too many event streams are open or requests wait (Prefer: wait), in all or from one address. Nothing of the request was accepted.",
              "Close some, or ask without Prefer: wait: one /v1/events stream shows everything. Raise sluice.limits.watchers or .watchers-per-client, or set quarkus.http.proxy.proxy-address-forwarding behind a proxy.");
      case QUEUE_FULL ->
          new Advice(
              "As many exports have not ended as sluice.exports.parallel and .queue-limit allow, they keep as much of large"
                  + " requests as sluice.limits.kept-requests allows, as many lookups wait as"
                  + " sluice.storage.lookup.waiting, or too many large bodies wait to be read."
                  + " Nothing of the request was accepted.",
              "Send it again after Retry-After; an export or batch with the same Idempotency-Key.");
      case SHUTTING_DOWN ->
          new Advice(
              "This process is about to end; it finishes or checkpoints what runs and takes nothing new.",
              "Send the request again; another replica, or this one after its restart, takes it.");
      case STORAGE_REJECTED ->
          new Advice(
              "The Storage API found the export's parameters wrong.",
              "The detail holds its words. Columns and filters are case-sensitive.");
      case STORAGE_UNAUTHORIZED ->
          new Advice(
              "The Storage API does not accept the connection's token.",
              "Put a valid token into sluice.connections.NAME.token, or into the file of .token-file, which is read again by itself; it may have expired or belong to another stack.");
      case STORAGE_FORBIDDEN ->
          new Advice(
              "The token is valid, and may not do this.",
              "Give it read access to the bucket, or use a connection whose token has it.");
      case TABLE_NOT_FOUND ->
          new Advice(
              "The project has no table of that id, or the token may not see it.",
              "GET /v1/connections/NAME/tables lists those that it sees. Check stage, bucket, branch and capital letters.");
      case STORAGE_NOT_FOUND ->
          new Advice(
              "A job, file or bucket that the export needs is not there.",
              "Files expire; export again. If it persists, give exceptionId to Keboola's support.");
      case STORAGE_BUSY ->
          new Advice(
              "The Storage API asked to wait longer than the gateway does.",
              "Send the request again after Retry-After.");
      case STORAGE_UNAVAILABLE ->
          new Advice(
              "The Storage API did not answer, in all the tries that the gateway made.",
              "See Keboola's status page, then send the request again. Running exports go on by themselves.");
      case STORAGE_PROTOCOL ->
          new Advice(
              "The Storage API's answer was not what its description says.",
              "Report it with the detail and exceptionId; a retry rarely helps.");
      case JOB_FAILED ->
          new Advice(
              "The Storage job that unloads the table ended in an error.",
              "The detail holds its message; jobId and exceptionId are what Keboola's support asks for.");
      case JOB_TIMEOUT ->
          new Advice(
              "The Storage job did not end within sluice.poll.timeout.",
              "Export less at once with filters or changedSince, or raise the timeout.");
      case SLICE_ADDRESS_REFUSED ->
          new Advice(
              "A slice's address lies outside of its file's own prefix, or on a host that is not allowed.",
              "If the host is your own, name it in sluice.cloud.allowed-hosts. If not, report it: nothing was fetched.");
      case CLOUD_ACCESS_REFUSED ->
          new Advice(
              "The cloud refused the credentials, also after they were renewed.",
              "Send the request again; if it persists, check the machine's clock and the network's egress rules.");
      case CLOUD_UNAVAILABLE ->
          new Advice(
              "The cloud's storage did not answer, in all the tries that the gateway made.",
              "Check the network's egress rules and the cloud's status page, then send the request again.");
      case SLICE_MISSING ->
          new Advice(
              "The manifest names a slice that is not there.",
              "Files expire after some days; export again.");
      case SLICE_CORRUPT ->
          new Advice(
              "A slice's length or checksum differs from what the cloud says of it, it is no intact gzip, CSV or Parquet, or its rows are not as many as its records.",
              "Send the request again. If it persists, look for a proxy that changes bodies.");
      case SLICE_TOO_LARGE ->
          new Advice(
              "A gzip slice unpacks to more than sluice.transfer.unpacked-limit, or what a Parquet slice holds would take more memory than a merge is given: one long text that many rows share, a text of gigabytes.",
              "The detail says which limit it is, and names the column. If the table is that large, raise the limit (sluice.merge.memory-limit together with the container's memory); else leave the column out, ask for fileType csv, or export less at once with filters or changedSince.");
      case SLICE_TIMEOUT ->
          new Advice(
              "A slice did not arrive within sluice.transfer's time.",
              "Check the network; fewer parallel slices or a longer time help on a narrow line.");
      case DISK_FULL ->
          new Advice(
              "sluice.work-dir or sluice.data-dir has not enough room.",
              "The detail says how much is missing. Delete old exports, or give the directory a larger volume.");
      case DISK_FAILED ->
          new Advice(
              "The operating system refused to read or write a file.",
              "The detail names the directory; check its rights and the volume.");
      case STITCH_IMPOSSIBLE ->
          new Advice(
              "merge: stitch was asked for and the slices do not fit together as they are.",
              "Ask for merge: auto or rewrite.");
      case MERGE_FAILED ->
          new Advice(
              "The slices could not be made one Parquet file.",
              "The detail says why. fileType csv or types source often helps; please report the table's types.");
      case ROWS_MISMATCH ->
          new Advice(
              "The file would have had another number of rows than its slices. It was not published.",
              "Please report it with the export's id.");
      case GATEWAY_CRASHED ->
          new Advice(
              "The process died while it worked on this export, was started again, and died again, more often than sluice.exports.resumes allows. Planned restarts do not count.",
              "Look at why it died: out of memory (OOMKilled), or a crash file of the JVM. If the table is the cause, ask for another fileType, fewer columns or fewer rows; if the machine was, ask for the export again.");
      case JOURNAL_FAILED ->
          new Advice(
              "The export's state could not be written down, so nothing was promised; or a part of"
                  + " what it asks for, which was kept apart, is lost.",
              "Check sluice.data-dir or the database, then send the request again.");
      case DELIVERY_FAILED ->
          new Advice(
              "The finished file could not be put where results go.",
              "The detail says why; check the destination's rights and room.");
      case INTERNAL ->
          new Advice(
              "A fault in Sluice.",
              "The log has a stack trace; please report it. Sending the same request again may work.");
    };
  }
}
