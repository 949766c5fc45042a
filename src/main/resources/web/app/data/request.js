/** What a request says beyond the defaults: the shortest that means the same. */
export function shortest(request) {
  const output = {...request.output};
  const tableFile = `${request.table.slice(request.table.lastIndexOf('.') + 1)}.parquet`;
  const short = {
    table: request.table,
    connection: request.connection === 'default' ? null : request.connection,
    branch: request.branch,
    columns: request.columns,
    whereFilters: request.whereFilters?.map(bare),
    changedSince: request.changedSince,
    changedUntil: request.changedUntil,
    orderBy: request.orderBy?.map(bare),
    limit: request.limit,
    fileType: request.fileType === 'auto' ? null : request.fileType,
    output: bare({
      name: output.name === tableFile ? null : output.name,
      types: output.types === 'declared' ? null : output.types,
      merge: output.merge === 'auto' ? null : output.merge,
      compression: output.compression,
      destination: output.destination === 'local' ? null : output.destination,
    }),
  };
  return bare(short);
}

/** Without what is empty. */
export function bare(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

const isEmpty = (value) =>
  value === null || value === undefined || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The commands that do the same from a shell. */
export const submitCommand = (request) =>
  `curl -s ${location.origin}/v1/exports -H 'Content-Type: application/json' \\\n  -d ${quote(JSON.stringify(request))}`;
export const fileCommand = (file) => `curl -sOJ ${location.origin}${file}`;

/** JSON with one line for each short object, so that it can be read at a glance. */
export function pretty(value, indent = '') {
  const flat = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  if (flat.length + indent.length <= 40 || typeof value !== 'object' || value === null) {
    return flat;
  }
  const deeper = indent + '  ';
  const lines = Array.isArray(value)
    ? value.map((one) => deeper + pretty(one, deeper))
    : Object.entries(value).map(([key, one]) => `${deeper}${JSON.stringify(key)}: ${pretty(one, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
