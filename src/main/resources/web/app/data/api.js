/** A refusal of the gateway, as RFC 9457 describes it; `errors` point at bad fields. */
export class Problem extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? 'The gateway did not say why');
    this.title = problem.title ?? 'The request failed';
    this.type = problem.type ?? null;
    this.code = problem.code ?? null;
    this.status = problem.status ?? 0;
    this.errors = problem.errors ?? [];
  }
}

const UNREACHABLE = {title: 'The gateway cannot be reached', detail: 'No answer came. It is tried again as soon as it is back.'};

/** How far the gateway's clock is ahead of the browser's, in milliseconds; 0 where they agree. */
export let clockOffset = 0;

const explanations = new Map();

async function call(path, {timeout = 30_000, ...options} = {}) {
  let answer;
  try {
    answer = await fetch(path, {...options, cache: 'no-store', signal: AbortSignal.timeout(timeout)});
  } catch {
    throw new Problem(UNREACHABLE);
  }
  noteClock(answer);
  const json = (answer.headers.get('Content-Type') ?? '').includes('json') ? await answer.json() : null;
  if (!answer.ok) {
    throw new Problem(json ?? {title: `The gateway answered ${answer.status}`, status: answer.status});
  }
  return json;
}

/** The header counts in whole seconds: less than two mean nothing. */
function noteClock(answer) {
  const date = Date.parse(answer.headers.get('Date') ?? '');
  if (Number.isFinite(date)) {
    const ahead = date - Date.now();
    clockOffset = Math.abs(ahead) > 2000 ? ahead : 0;
  }
}

/** The gateway's time now. */
export const now = () => Date.now() + clockOffset;

const query = (parameters) => {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length === 0 ? '' : '?' + new URLSearchParams(given);
};

const part = encodeURIComponent;

export const api = {
  exports: (parameters) => call('/v1/exports' + query(parameters)),
  export: (id) => call(`/v1/exports/${part(id)}`),
  status: () => call('/v1/status', {timeout: 8_000}),
  end: (id) => call(`/v1/exports/${part(id)}`, {method: 'DELETE'}),
  connections: () => call('/v1/connections'),
  buckets: (connection) => call(`/v1/connections/${part(connection)}/buckets`),
  tables: (connection, bucket) => call(`/v1/connections/${part(connection)}/tables` + query({bucket})),
  table: (connection, id, branch) => call(`/v1/connections/${part(connection)}/tables/${part(id)}` + query({branch})),
  /** What a kind of problem means and what to do; it does not change while the page is open. */
  explanation(type) {
    if (!explanations.has(type)) {
      const answer = call(type, {headers: {Accept: 'application/json'}});
      explanations.set(type, answer);
      answer.catch(() => explanations.delete(type));
    }
    return explanations.get(type);
  },
  /** The same key with the same body makes one export, however often it is sent. */
  submit: (request, key) =>
    call('/v1/exports', {
      method: 'POST',
      headers: {'Content-Type': 'application/json', 'Idempotency-Key': key},
      body: JSON.stringify(request),
    }),
};
