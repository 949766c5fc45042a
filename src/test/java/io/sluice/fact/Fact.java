package io.sluice.fact;

/** A row of storage-api.md. */
public enum Fact {
  ACCEPTED("1", "an export is answered with 202 and a job"),
  JSON_BODY("1", "a JSON body is taken"),
  FORM_BODY(
      "1", "a form is read as PHP reads it: brackets nest, of a repeated key the last counts"),
  FLAGS("1", "a flag may be 1, 0, true, false or one of these as text"),
  LIMIT("1.1", "limit is the number of rows"),
  COLUMNS("1.1", "columns are delivered in the order asked, all by default; a form may index them"),
  CHANGED("1.1", "changedSince and changedUntil are unix seconds of a row's import"),
  FILTERS(
      "1.1",
      "filters are ANDed; several values with eq and ne mean IN and NOT IN; eq is the default"),
  DATA_TYPES("1.1", "dataType compares numbers; each backend knows its own types"),
  OPERATORS("1.1", "there are eq, ne, gt, ge, lt, le and no other: in, notIn and neq are refused"),
  LEGACY_FILTER("1.1", "whereColumn, whereOperator and whereValues are one filter of the old kind"),
  ORDER_BY("1.1", "orderBy sorts by columns, as texts or as numbers"),
  FORMAT("1.1", "format is rfc unless told otherwise; a bad one is refused with its own code"),
  GZIP("1.1", "gzip compresses CSV slices, and makes Parquet SNAPPY"),
  FILE_TYPE("1.1", "fileType is csv unless parquet is asked for"),
  INTERNAL_TIMESTAMP(
      "1.1",
      "includeInternalTimestamp adds _timestamp last, whatever the columns, on Snowflake only"),
  SOURCE_BRANCH("1.1", "sourceBranchId names the branch whose table is read"),
  TIMEZONE("1.1", "timezone is for CSV; with Parquet the job fails"),
  OLD_PARAMETERS("1.1", "days and fulltextSearch are still let through"),
  FORM_TRAP("1.2", "filters sent as a plain form lose their values and are refused"),
  FILTER_TEXTS("1.2", "bad filters are refused in the API's own words"),
  MISSING_COLUMN("1.2", "a column that is not there has a code of its own"),
  JOB_SHAPE("1.3", "a job's id is a number, its creator's id a text, its times end in +0100"),
  JOB_PARAMETERS("1.3", "a job names all its columns though none was asked for"),
  ENDED_IN_ANSWER("1.3", "a job may have ended in the very answer that starts it"),
  CACHE("1.4", "an equal export of an unchanged table is the earlier file, and a write ends that"),
  CACHE_KEY("1.4", "gzip and filters are part of what makes an export equal"),
  CACHE_SHARED("1.4", "another token that may read the bucket gets the cached file"),
  BRANCH_ADDRESS(
      "1.5", "tables and files are asked for below their branch or below default, jobs never"),
  BRANCH_FILE("1.5", "the file of a branch's export is not found at the plain address"),
  BRANCH_WITHOUT_TABLE(
      "1.5", "a table that its branch does not have is missing there; nobody falls back unasked"),
  PROTECTED_BRANCHES(
      "1.5",
      "in a protected project a token stays in its branch and nothing leaves a branch for production"),
  TOKEN_HEADER("1.6", "the token travels in X-StorageApi-Token"),
  RUN_ID("1.6", "X-KBC-RunId becomes the run id of the job and of the file"),
  OTHER_HEADERS("1.6", "User-Agent names the client and answers may come compressed"),
  BEARER("1.6", "Authorization: Bearer is taken in the token's place"),
  TOKEN_STAYS_HOME("1.6", "no cloud ever hears the Storage token"),
  STATUSES("2", "a job is waiting, processing, success or error; anything else is not yet"),
  RESULTS(
      "2",
      "results name the file and cacheHit and no count of rows; before the end they are null or []"),
  JOB_ERROR("2", "a failed job answers 200 with code, message and exceptionId, results or not"),
  METRICS("2", "the metrics of a gzip or Parquet export tell the compressed bytes"),
  JOB_LIST("2", "jobs are listed in pages by limit and offset, twenty at first"),
  POLLING("2", "the first poll comes soon, the next ones later and later, up to a deadline"),
  FILE_SHAPE("3", "a file tells its name, tags, provider, region, age, run and creator"),
  FILE_SIZE("3", "sizeBytes is the sum of the slices as they are stored"),
  FEDERATION_TOKEN("3", "credentials and paths come with federationToken 1 or true, and only then"),
  AWS_CREDENTIALS("3", "AWS lends keys with a session token, a region and an Expiration"),
  GCP_CREDENTIALS("3", "Google lends an access token for so many seconds"),
  AZURE_CREDENTIALS(
      "3", "Azure lends a connection string: endpoint and signature of the container"),
  MANIFEST_KEY("3", "the manifest lies at the key of the slices with manifest behind it"),
  MANIFEST_URL("3", "the url of a sliced file is the signed address of its manifest"),
  PATH_STYLE_URL("3", "on AWS that address may be path style on the global host"),
  ONLY_OWN_PREFIX("3", "what was lent opens its own file and no other"),
  NO_EXTRA_HEADERS("3", "objects are encrypted without any header on our side"),
  ALWAYS_SLICED("3", "an export is sliced though it has five rows"),
  NOT_SLICED("3", "a file that is not sliced is one object at its own url"),
  FORBIDDEN_AT_FIRST("3", "a fresh address may be refused for a second"),
  FOREIGN_FILE("3", "a file is refused to a token that may not read its bucket"),
  MISSING_FILE("3", "a file that is not there is storage.files.notFound"),
  MANIFEST_JSON("4", "a manifest's slashes are escaped; only the url of an entry can be relied on"),
  MANIFEST_IDENTICAL("4", "the manifest is one object, whoever asks however for the file"),
  ENTRY_SCHEMES("4", "entries are s3, gs, and azure or https with the account's host"),
  ENTRY_ORDER("4", "entries come in no order"),
  MANIFEST_PLAIN_GET("4", "the manifest is fetched by its url alone, without any header"),
  S3_REQUEST("4", "an s3 slice is asked at its bucket's host of the region, signed with SigV4"),
  GCS_REQUEST("4", "a gs slice is asked with the bearer token, by the XML or the JSON interface"),
  AZURE_REQUEST("4", "an azure slice is asked over https with the signature as its query"),
  UNDER_PREFIX(
      "4", "an entry outside of the file's bucket and prefix is refused before it is asked for"),
  NOT_INWARDS(
      "4",
      "a host that resolves to an address inside is refused unless the configuration names it"),
  NO_HEADER_LINE("5", "no slice has a line of names"),
  NAMES_FROM_REQUEST("5", "the names are the columns asked for, else the table's"),
  CSV_DIALECT(
      "5", "UTF-8 without a mark, commas, doubled quotes, plain backslashes, line breaks kept"),
  SNOWFLAKE_QUOTES("5", "Snowflake quotes texts and nothing else"),
  SNOWFLAKE_NULL("5", "on Snowflake NULL is empty and the empty text is two quotes"),
  SNOWFLAKE_TIME("5", "Snowflake writes timestamps to the second, or with nine decimals"),
  BIGQUERY_QUOTES("5", "BigQuery quotes where it must; NULL and the empty text look alike"),
  BIGQUERY_TIME("5", "BigQuery's timestamps end in UTC"),
  SLICE_NAMES("5", "Snowflake's slices end in three numbers, BigQuery's in twelve digits"),
  GZIP_BY_NAME("5", "what is compressed is told by the name; there is no Content-Encoding"),
  GZIP_WHOLE("5", "each slice is a whole gzip stream, of one or more members"),
  EMPTY_SLICE("5", "a slice may have no rows"),
  EMPTY_SNOWFLAKE("5", "an empty result on Snowflake is a manifest without entries"),
  EMPTY_BIGQUERY(
      "5", "an empty result on BigQuery is a slice without rows, a valid gzip stream where asked"),
  NAMES_CASE("5", "names of columns are told apart by their case"),
  LARGE_CELLS("5", "a cell may be 64 KiB and far more"),
  NO_TOKEN("7", "without a token: 401, Access token must be set"),
  BAD_TOKEN("7", "with a wrong token: 401, storage.tokenInvalid"),
  NO_RIGHT("7", "without the right: 403, accessDenied"),
  NO_TABLE("7", "a missing table: 404, storage.tables.notFound"),
  NO_BUCKET("7", "a missing bucket, which is looked for first: 404, storage.buckets.notFound"),
  BAD_PARAMETERS("7", "bad parameters: 400 with a code and words"),
  WIDE_PREVIEW("7", "a preview of too many columns is refused, an export is not"),
  MAINTENANCE("7", "maintenance: 503 with Retry-After, a reason and an end"),
  APPLICATION_ERROR("7", "an application error: 500 with an exceptionId"),
  RATE_LIMIT("7", "too many requests: 429, with Retry-After or without"),
  ERROR_BODY("7", "of an error's body error, code and exceptionId are read"),
  JOB_FAILURE("7", "the warehouse's own message is the failed job's"),
  RETRIED("7", "408, 409, 423, 429, 5xx but 501, cuts and timeouts are tried again"),
  NOT_RETRIED("7", "400, 401, 403, 404 and 501 are not"),
  RETRY_AFTER("7", "Retry-After in seconds or as a date wins over the back-off"),
  RETRY_BOUNDS("7", "tries have an upper bound and a deadline"),
  CLOUD_ERRORS("7", "S3 and Google tell their errors in XML, Azure in x-ms-error-code"),
  MISSING_SLICE("7", "a slice that is gone means that the file has expired"),
  UNKNOWN_FIELDS("7", "a field that is not documented may be refused; none is sent"),
  REPEATABLE("7", "an export may be asked for twice"),
  URL_LIFE("9", "a signed address lives an hour"),
  CREDENTIALS_LIFE("9", "credentials of AWS and Azure live twelve hours"),
  GCP_LIFE("9", "Google's access token lives an hour and cannot be refreshed"),
  FILE_LIFE("9", "a file lives fifteen days; then its slices are gone"),
  EXPIRY_S3("9", "S3 tells expiry by 400 ExpiredToken, and of an address by 403"),
  EXPIRY_GCS("9", "Google tells expiry by 401"),
  EXPIRY_AZURE("9", "Azure tells expiry by 403 AuthenticationFailed"),
  RENEWAL("9", "asking for the file again gives new credentials to the same slices"),
  PERCENT_ENCODING("10.3", "plus, percent, space and other letters in a key are encoded once"),
  MANDATORY_MISSING("10.5", "an entry may lack mandatory"),
  STALE_CACHE("10.7", "a cached file is older than its job and may end in mid-download"),
  COLLIDING_NAMES("10.8", "slices of the same name in two folders do not meet"),
  WHOLE_IN_MEMORY("10.10", "no slice is held in memory as a whole"),
  NO_REDIRECTS("10.11", "redirects are not followed"),
  NO_DOUBLE_AUTHORISATION("10.11", "a signed address is asked without Authorization"),
  REGIONS(
      "10.12", "China and GovCloud have hosts of their own, and every endpoint can be configured"),
  DISK_SPACE("10.14", "an export that does not fit on the disk is refused before it fills it"),
  FULL_IDS("10.16", "a table is named by stage, bucket and table"),
  ALIASES("10.17", "the types of an alias sit under its source table"),
  REDACTION(
      "10.19", "no signed address and no credential stands in an error, a log, an event or a file"),
  SEVERAL_POLLS("12.2-1", "a job is seen waiting and processing over several polls"),
  SLICES_AS_CONFIGURED("12.2-4", "slices have as many rows as configured and come shuffled"),
  UNSIGNED_REFUSED("12.2-5", "a slice is refused without credentials"),
  STORAGE_TOKEN_REFUSED("12.2-5", "a cloud refuses a Storage token"),
  OLD_STAY_DEAD("12.2-6", "credentials that have ended stay ended after a renewal"),
  FAULTS_ON_DEMAND("12.2-10", "each fault can be had on demand"),
  PHP_EMPTY("12.2-12", "an empty object comes as []"),
  PARQUET_TYPES("12.2-13", "Parquet holds texts for an untyped table, types for a typed one"),
  PARQUET_ZONES("12.2-13", "a timestamp with a zone fails as Parquet and not as CSV"),
  ROWS_COUNTED("12.2-14", "nobody tells the number of rows: it is counted"),
  ONE_IN_FIVE("7", "with one request in five failing every export succeeds");

  private final String section;
  private final String statement;

  Fact(String section, String statement) {
    this.section = section;
    this.statement = statement;
  }

  /** Where in storage-api.md it stands, such as {@code 1.4}; {@code 12.2-6} is a numbered row. */
  public String section() {
    return section;
  }

  @Override
  public String toString() {
    return "storage-api.md " + section + ": " + statement;
  }
}
