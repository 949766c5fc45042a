import {api, now} from './api.js';
import {isEnded, statesOf} from './states.js';
import {Throughput} from './throughput.js';

const FIRST_PAGE = 200;
const PAGE = 200;
const MOST = 5_000;
const TELL_EVERY = 250;
const PULSE = 15_000;
const SLEPT = 45_000;
const HIDDEN_PATIENCE = 20_000;
const SHORTEST_RETRY = 1_000;
const LONGEST_RETRY = 30_000;

const time = (text) => (text ? Date.parse(text) : null);

/** What a row of the list needs: an export with 1,200 columns costs no more than one with two. */
const summary = (whole, epoch) => ({
  id: whole.id,
  version: whole.version,
  state: whole.state,
  table: whole.request.table,
  connection: whole.request.connection,
  createdAt: time(whole.createdAt),
  startedAt: time(whole.startedAt),
  finishedAt: time(whole.finishedAt),
  progress: whole.progress,
  rows: whole.result?.rows ?? null,
  bytes: whole.result?.bytes ?? null,
  file: whole.links.file,
  error: whole.error?.title ?? null,
  warnings: whole.warnings.length,
  epoch,
});

/**
 * All that the page knows of exports, fed by one event stream. Each event is a whole export, so that a
 * stream that broke is opened again and nothing has to be made up for: `version` says which is newer.
 * Tells `change` a few times a second at most, and `export` for the one that is watched closely.
 */
export class ExportStore extends EventTarget {
  /** connecting, live, reconnecting or paused */
  mark = 'connecting';
  counts = null;
  version = null;
  /** What this page came with; another `version` means that it should be loaded again. */
  firstVersion = null;
  throughput = new Throughput();

  #exports = new Map();
  #ids = [];
  #complete = new Set();
  #loading = false;
  #fetching = 0;
  #epoch = 0;
  #stream = null;
  #retry = SHORTEST_RETRY;
  #timers = {};
  #lastPulse = Date.now();
  #removed = new Set();
  #watched = null;
  #countsDue = false;

  start() {
    document.addEventListener('visibilitychange', this.#visibility);
    window.addEventListener('online', this.#reopen);
    window.addEventListener('pagehide', () => this.#close());
    window.addEventListener('pageshow', (shown) => shown.persisted && this.#reopen());
    this.#timers.pulse = setInterval(this.#pulse, PULSE);
    this.#timers.second = setInterval(() => this.#second(), 1_000);
    this.#open();
  }

  get size() {
    return this.#exports.size;
  }

  get loading() {
    return this.#loading;
  }

  get(id) {
    return this.#exports.get(id) ?? null;
  }

  /** Newest first. */
  select(group, text) {
    const states = new Set(statesOf(group));
    const wanted = text.trim().toLowerCase();
    const found = [];
    for (const id of this.#ids) {
      const one = this.#exports.get(id);
      if ((group === 'all' || states.has(one.state)) && (wanted === '' || `${one.table} ${one.connection} ${one.id}`.toLowerCase().includes(wanted))) {
        found.push(one);
      }
    }
    return found;
  }

  /** Whether older exports of that group are still at the gateway alone. */
  hasMore(group) {
    return !this.#complete.has('all') && !this.#complete.has(group) && this.#ids.length < MOST;
  }

  /** Fetches the next older page of a group. */
  async more(group) {
    if (this.#loading || !this.hasMore(group)) {
      return;
    }
    this.#loading = true;
    this.#tell();
    try {
      const mine = this.select(group, '');
      const page = await this.#page({
        limit: PAGE,
        state: group === 'all' ? null : statesOf(group).join(','),
        after: mine.length === 0 ? null : mine[mine.length - 1].id,
      });
      if (page.next === null) {
        this.#complete.add(group);
      }
    } catch {
      this.#broken();
    } finally {
      this.#loading = false;
      this.#tell();
    }
  }

  /** Whole representations of this one are told as `export` events from now on. */
  watch(id) {
    this.#watched = id;
  }

  /** An answer of the gateway that came another way than by the stream. */
  note(whole) {
    this.#take(whole);
    this.#askCounts();
  }

  forget(id) {
    if (this.#fetching > 0) {
      this.#removed.add(id);
    }
    if (this.#exports.delete(id)) {
      this.#ids.splice(this.#place(id), 1);
    }
    this.dispatchEvent(new CustomEvent('removed', {detail: id}));
    this.#tell();
  }

  // The stream

  #open() {
    this.#close();
    this.#epoch++;
    const stream = new EventSource('/v1/events?limit=1');
    this.#stream = stream;
    stream.addEventListener('open', () => this.#opened(stream));
    stream.addEventListener('error', () => this.#stream === stream && this.#broken());
    stream.addEventListener('export', (event) => this.#take(JSON.parse(event.data), true));
    stream.addEventListener('removed', (event) => {
      this.forget(JSON.parse(event.data).id);
      this.#askCounts();
    });
  }

  async #opened(stream) {
    try {
      await this.#sync();
      if (this.#stream === stream) {
        this.#retry = SHORTEST_RETRY;
        this.#setMark('live');
      }
    } catch {
      if (this.#stream === stream) {
        this.#broken();
      }
    }
  }

  /** The browser's own retry ends at the first answer that is no stream; this one never ends. */
  #broken() {
    this.#close();
    this.#setMark('reconnecting');
    clearTimeout(this.#timers.retry);
    this.#timers.retry = setTimeout(this.#reopen, this.#retry * (0.7 + Math.random() * 0.6));
    this.#retry = Math.min(LONGEST_RETRY, this.#retry * 1.6);
  }

  #close() {
    this.#stream?.close();
    this.#stream = null;
  }

  #reopen = () => {
    clearTimeout(this.#timers.retry);
    if (!document.hidden || this.mark === 'reconnecting') {
      this.#open();
    }
  };

  #visibility = () => {
    clearTimeout(this.#timers.hidden);
    if (document.hidden) {
      this.#timers.hidden = setTimeout(() => this.#pause(), HIDDEN_PATIENCE);
    } else if (this.mark !== 'live') {
      this.#retry = SHORTEST_RETRY;
      this.#reopen();
    }
  };

  /** Nobody looks: the gateway has nothing to send and this tab nothing to do. */
  #pause() {
    clearTimeout(this.#timers.retry);
    this.#close();
    this.#setMark('paused');
  }

  /** A connection can die without a word, and a machine can sleep: both show here. */
  #pulse = async () => {
    const slept = Date.now() - this.#lastPulse > SLEPT;
    this.#lastPulse = Date.now();
    if (this.mark === 'live') {
      await this.#fetchCounts();
      if (slept && this.mark === 'live') {
        this.#open();
      }
    }
  };

  /** What the gateway knows now; what it does not know any more goes. */
  async #sync() {
    this.#complete.clear();
    const known = new Set(this.#ids);
    const wanted = Math.min(MOST, Math.max(FIRST_PAGE, known.size));
    let after = null;
    let seen = 0;
    do {
      const page = await this.#page({limit: Math.min(500, wanted - seen), after});
      page.exports.forEach((one) => known.delete(one.id));
      seen += page.exports.length;
      after = page.next;
    } while (after !== null && seen < wanted);
    if (after === null) {
      this.#complete.add('all');
    }
    const oldest = after ?? '';
    [...known].filter((id) => id >= oldest).forEach((id) => this.forget(id));
    await this.#fetchCounts();
    this.#tell();
  }

  /** Takes a page in; what was removed while it was on its way stays out. */
  async #page(parameters) {
    this.#fetching++;
    try {
      const page = await api.exports(parameters);
      page.exports.filter((one) => !this.#removed.has(one.id)).forEach((one) => this.#take(one));
      return page;
    } finally {
      if (--this.#fetching === 0) {
        this.#removed.clear();
      }
    }
  }

  // What is known

  #take(whole, live = false) {
    const before = this.#exports.get(whole.id);
    if (before && before.version > whole.version) {
      return;
    }
    if (live) {
      this.#measure(before, whole);
    }
    const after = summary(whole, live ? this.#epoch : before?.epoch);
    this.#exports.set(whole.id, after);
    if (!before) {
      this.#ids.splice(this.#place(whole.id), 0, whole.id);
      this.#trim();
    }
    if (live && before?.state !== whole.state) {
      this.#askCounts();
      if (before && isEnded(whole.state)) {
        this.dispatchEvent(new CustomEvent('ended', {detail: after}));
      }
    }
    if (whole.id === this.#watched) {
      this.dispatchEvent(new CustomEvent('export', {detail: whole}));
    }
    this.#tell();
  }

  /** What arrived before this stream began belongs to no moment that it shows. */
  #measure(before, whole) {
    if (before?.epoch === this.#epoch) {
      const arrived = whole.progress.bytesDone - before.progress.bytesDone;
      this.throughput.advance(true);
      this.throughput.add(Math.max(0, arrived));
    }
  }

  /** Where the id is or belongs in the order, which is newest first. */
  #place(id) {
    let low = 0;
    let high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ids[middle] > id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A page that stays open for a week stays as small as it was: the oldest that have ended go. */
  #trim() {
    for (let i = this.#ids.length - 1; this.#ids.length > MOST && i >= 0; i--) {
      if (isEnded(this.#exports.get(this.#ids[i]).state)) {
        this.#exports.delete(this.#ids[i]);
        this.#ids.splice(i, 1);
        this.#complete.clear();
      }
    }
  }

  #askCounts() {
    if (!this.#countsDue) {
      this.#countsDue = true;
      setTimeout(() => this.#fetchCounts(), 1_000);
    }
  }

  async #fetchCounts() {
    this.#countsDue = false;
    try {
      const status = await api.status();
      this.counts = status.exports;
      this.firstVersion ??= status.version;
      this.version = status.version;
      this.#tell();
    } catch {
      if (this.mark === 'live') {
        this.#broken();
      }
    }
  }

  #second() {
    this.throughput.advance(this.mark === 'live');
    if (!document.hidden) {
      this.#tell();
    }
  }

  #setMark(mark) {
    if (this.mark !== mark) {
      this.mark = mark;
      this.dispatchEvent(new CustomEvent('mark', {detail: mark}));
      this.#tell();
    }
  }

  #tell() {
    if (!this.#timers.tell) {
      this.#timers.tell = setTimeout(() => {
        this.#timers.tell = null;
        this.dispatchEvent(new Event('change'));
      }, TELL_EVERY);
    }
  }
}

/** How long it has run, or ran. */
export const runTime = (one) => (one.startedAt === null ? null : (one.finishedAt ?? now()) - one.startedAt);
