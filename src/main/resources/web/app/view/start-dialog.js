import {html, nothing} from 'lit';
import {api} from '../data/api.js';
import * as format from '../data/format.js';
import {bare, pretty, submitCommand} from '../data/request.js';
import {PageElement, copy} from './element.js';
import {FieldErrors, choiceControl, field, idOf, textControl} from './field.js';
import {filterRows, orderRows} from './filter-rows.js';
import {icon} from './icons.js';
import './column-picker.js';
import './table-picker.js';

const LOOK_UP_AFTER = 400;
const TABLE = /^(in|out|sys)\.[\w-]+\.[\w-]+$/;

const EMPTY = {
  connection: 'default',
  table: '',
  branch: '',
  columns: [],
  filters: [],
  changedSince: '',
  changedUntil: '',
  orders: [],
  limit: '',
  fileType: 'auto',
  name: '',
  types: 'declared',
  merge: 'auto',
  compression: '',
};

/** The form that makes a request. The gateway judges it; what it finds wrong stands at its field. Tells `started` and `left`. */
class StartDialog extends PageElement {
  static properties = {
    like: {attribute: false},
    form: {state: true},
    connections: {state: true},
    buckets: {state: true},
    bucket: {state: true},
    tables: {state: true},
    table: {state: true},
    picked: {state: true},
    looking: {state: true},
    trouble: {state: true},
    problem: {state: true},
    sending: {state: true},
    copied: {state: true},
  };

  constructor() {
    super();
    this.form = EMPTY;
    this.connections = [];
    this.buckets = [];
    this.bucket = '';
    this.tables = [];
    this.trouble = {};
  }

  async firstUpdated() {
    if (this.like) {
      this.form = formOf(this.like);
      this.picked = true;
    }
    this.querySelector('dialog').showModal();
    this.#discover();
    await this.updateComplete;
    document.getElementById(idOf('/table'))?.focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.lookUp);
  }

  render() {
    const errors = new FieldErrors(this.problem?.errors);
    const body = html`${this.#source(errors)} ${this.#rows(errors)} ${this.#output(errors)}`;
    const request = this.#request();
    return html`
      <dialog class="start" aria-labelledby="start-title" @close=${() => this.dispatchEvent(new Event('left'))} @cancel=${this.#cancel}>
        <form novalidate @submit=${this.#submit}>
          <header class="start-head">
            <h2 id="start-title">New export</h2>
            <button type="button" class="button quiet square" aria-label="Close" @click=${this.#leave}>${icon('close')}</button>
          </header>
          <div class="start-body">
            <div class="start-fields">${this.#refusal(errors)} ${body}</div>
            <aside class="preview" aria-label="The request">
              <h3>The request</h3>
              <pre tabindex="0" aria-label="The request as JSON"><code>${pretty(request)}</code></pre>
              <button type="button" class="button quiet small" @click=${() => this.#copyCommand(request)}>
                ${icon(this.copied ? 'check' : 'copy')}<span>${this.copied ? 'Copied' : 'Copy as curl'}</span>
              </button>
            </aside>
          </div>
          <footer class="start-foot">
            <button type="button" class="button" @click=${this.#leave}>Cancel</button>
            <button type="submit" class="button primary" ?disabled=${this.sending}>${this.sending ? 'Starting…' : 'Start export'}</button>
          </footer>
        </form>
      </dialog>
    `;
  }

  #refusal(errors) {
    if (!this.problem) {
      return nothing;
    }
    const named = this.problem.errors.length > 0;
    return html`
      <div class="notice bad" role="alert">
        <h3>${icon('alert')}${this.problem.title}</h3>
        <p>${named ? 'Mend what is marked, then start again.' : this.problem.message}</p>
        <ul>
          ${this.#unplaced(errors).map(({pointer, detail}) => html`<li>${pointer ? html`<code>${pointer}</code> ` : nothing}${detail}</li>`)}
        </ul>
        ${this.problem.type ? html`<p class="notice-foot"><a href=${this.problem.type} target="_blank" rel="noopener">What to do</a></p>` : nothing}
      </div>
    `;
  }

  /** The fields have claimed theirs by the time that this is rendered. */
  #unplaced(errors) {
    return errors.left;
  }

  #source(errors) {
    const {form, table} = this;
    return html`
      <fieldset>
        <legend>Table</legend>
        <div class="pair">
          ${field(
            {pointer: '/connection', label: 'Connection', errors, hint: this.trouble.connection && trouble(this.trouble.connection)},
            choiceControl(form.connection, this.#connectionOptions(), (connection) => this.#connect(connection)),
          )}
          ${field({pointer: '/bucket', label: 'Bucket', errors}, choiceControl(this.bucket, [['', 'All buckets'], ...this.buckets.map(({id}) => [id, id])], (bucket) => this.#inBucket(bucket)))}
        </div>
        ${field(
          {pointer: '/table', label: 'Table', errors, hint: this.#tableHint()},
          (control) => html`
            <table-picker
              .tables=${this.#tablesInBucket()}
              .value=${form.table}
              .control=${control}
              .picked=${this.picked}
              @typed=${({detail}) => this.#tableTyped(detail, false)}
              @pick=${({detail}) => this.#tableTyped(detail, true)}
            ></table-picker>
          `,
        )}
        ${table ? this.#columns(table, errors) : nothing}
      </fieldset>
    `;
  }

  #columns(table, errors) {
    const wrong = errors.at('/columns');
    return html`
      <div class="field ${wrong ? 'wrong' : ''}" role="group" aria-label="Columns">
        <span class="label">Columns</span>
        <column-picker .columns=${table.columns} .chosen=${this.form.columns} @columns=${({detail}) => this.#set({columns: detail})}></column-picker>
        ${wrong ? html`<p class="field-error" id=${idOf('/columns') + '-error'}>${icon('alert')}<span>${wrong}</span></p>` : nothing}
      </div>
    `;
  }

  #rows(errors) {
    const {form} = this;
    const columns = this.table?.columns ?? [];
    return html`
      <fieldset>
        <legend>Rows</legend>
        ${filterRows({filters: form.filters, columns, errors, change: (filters) => this.#set({filters})})} ${orderRows({orders: form.orders, columns, errors, change: (orders) => this.#set({orders})})}
        <div class="pair three">
          ${field({pointer: '/changedSince', label: 'Changed since', errors, hint: 'Such as -2 days, or a time'}, textControl(form.changedSince, (changedSince) => this.#set({changedSince})))}
          ${field({pointer: '/changedUntil', label: 'Changed until', errors}, textControl(form.changedUntil, (changedUntil) => this.#set({changedUntil})))}
          ${field({pointer: '/limit', label: 'Rows at most', errors}, textControl(form.limit, (limit) => this.#set({limit}), {mode: 'numeric', placeholder: 'all'}))}
        </div>
      </fieldset>
    `;
  }

  #output(errors) {
    const {form} = this;
    return html`
      <fieldset>
        <legend>File</legend>
        <div class="pair">
          ${field({pointer: '/output/name', label: 'Name', errors}, textControl(form.name, (name) => this.#set({name}), {placeholder: fileName(form.table)}))}
          ${field(
            {pointer: '/output/types', label: 'Types', errors},
            choiceControl(form.types, [['declared', 'as the table declares'], ['source', 'as they were delivered']], (types) => this.#set({types})),
          )}
          ${field(
            {pointer: '/output/compression', label: 'Compression', errors},
            choiceControl(form.compression, [['', 'the gateway’s choice'], ['zstd', 'zstd'], ['snappy', 'snappy'], ['none', 'none']], (compression) => this.#set({compression})),
          )}
          ${field(
            {pointer: '/output/merge', label: 'Merge', errors},
            choiceControl(form.merge, [['auto', 'the fastest that fits'], ['stitch', 'stitch: copy bytes as they are'], ['rewrite', 'rewrite: new row groups']], (merge) => this.#set({merge})),
          )}
          ${field(
            {pointer: '/fileType', label: 'Storage unloads', errors},
            choiceControl(form.fileType, [['auto', 'Parquet, else CSV'], ['parquet', 'Parquet'], ['csv', 'CSV']], (fileType) => this.#set({fileType})),
          )}
          ${field({pointer: '/branch', label: 'Branch', errors}, textControl(form.branch, (branch) => this.#branch(branch), {mode: 'numeric', placeholder: 'the default one'}))}
        </div>
      </fieldset>
    `;
  }

  #tableHint() {
    const {table} = this;
    if (this.trouble.table) {
      return trouble(this.trouble.table);
    }
    if (this.looking) {
      return 'Looks it up…';
    }
    return table
      ? html`${table.rows === null ? '' : `About ${format.short(table.rows)} rows, `}${format.bytes(table.bytes)}, ${table.typed ? 'typed in the warehouse' : 'text with declared types'}`
      : nothing;
  }

  #connectionOptions() {
    const names = this.connections.map(({name}) => name);
    return (names.includes(this.form.connection) ? names : [this.form.connection, ...names]).map((name) => [name, name]);
  }

  #tablesInBucket() {
    return this.bucket === '' ? this.tables : this.tables.filter(({id}) => id.startsWith(this.bucket + '.'));
  }

  // What there is

  async #discover() {
    try {
      this.connections = (await api.connections()).connections;
      if (!this.like && !this.connections.some(({name}) => name === this.form.connection) && this.connections.length > 0) {
        this.#set({connection: this.connections[0].name});
      }
    } catch {
      // The lists below say what is the matter.
    }
    await this.#lists();
  }

  async #lists() {
    const {connection} = this.form;
    this.buckets = [];
    this.tables = [];
    this.trouble = {};
    this.#lookUpSoon();
    try {
      const [{buckets}, {tables}] = await Promise.all([api.buckets(connection), api.tables(connection)]);
      if (connection === this.form.connection) {
        this.buckets = buckets;
        this.tables = tables;
      }
    } catch (problem) {
      this.trouble = {...this.trouble, connection: problem.message};
    }
  }

  #connect(connection) {
    this.bucket = '';
    this.#set({connection, columns: []});
    this.#lists();
  }

  #inBucket(bucket) {
    this.bucket = bucket;
    if (!this.form.table.startsWith(bucket)) {
      this.#tableTyped('', false);
    }
  }

  #tableTyped(table, picked) {
    this.picked = picked;
    this.#set({table, columns: table === this.form.table ? this.form.columns : []});
    this.#lookUpSoon();
  }

  #branch(branch) {
    this.#set({branch});
    this.#lookUpSoon();
  }

  #lookUpSoon() {
    clearTimeout(this.lookUp);
    this.table = null;
    this.trouble = {...this.trouble, table: null};
    this.looking = TABLE.test(this.form.table);
    if (this.looking) {
      this.lookUp = setTimeout(() => this.#lookUp(), this.picked ? 0 : LOOK_UP_AFTER);
    }
  }

  async #lookUp() {
    const {connection, table, branch} = this.form;
    const stillAsked = () => this.form.connection === connection && this.form.table === table && this.form.branch === branch;
    try {
      const found = await api.table(connection, table, branch.trim());
      if (stillAsked()) {
        this.table = found;
        this.picked = true;
      }
    } catch (problem) {
      if (stillAsked()) {
        this.trouble = {...this.trouble, table: problem.message};
      }
    } finally {
      this.looking = this.looking && !stillAsked();
    }
  }

  // What is asked

  #set(part) {
    this.form = {...this.form, ...part};
  }

  #request() {
    const {form} = this;
    return bare({
      table: form.table.trim(),
      connection: form.connection === 'default' ? null : form.connection,
      branch: number(form.branch),
      columns: form.columns,
      whereFilters: form.filters.map(({column, operator, values, dataType}) => bare({column, operator, values: values === '' ? [] : values.split('\n'), dataType})),
      changedSince: form.changedSince.trim(),
      changedUntil: form.changedUntil.trim(),
      orderBy: form.orders.map(bare),
      limit: number(form.limit),
      fileType: form.fileType === 'auto' ? null : form.fileType,
      output: bare({
        name: form.name.trim(),
        types: form.types === 'declared' ? null : form.types,
        merge: form.merge === 'auto' ? null : form.merge,
        compression: form.compression,
      }),
    });
  }

  #submit = async (event) => {
    event.preventDefault();
    const request = this.#request();
    const body = JSON.stringify(request);
    if (this.body !== body) {
      this.body = body;
      this.key = randomKey();
    }
    this.sending = true;
    this.problem = null;
    try {
      const whole = await api.submit(request, this.key);
      this.dispatchEvent(new CustomEvent('started', {detail: whole}));
    } catch (problem) {
      this.problem = problem;
      await this.updateComplete;
      (this.querySelector('[aria-invalid=true]') ?? this.querySelector('.notice.bad')).scrollIntoView({block: 'center'});
      this.querySelector('[aria-invalid=true]')?.focus({preventScroll: true});
    } finally {
      this.sending = false;
    }
  };

  async #copyCommand(request) {
    await copy(submitCommand(request));
    this.copied = true;
    setTimeout(() => (this.copied = false), 2_000);
  }

  #cancel = (event) => {
    event.preventDefault();
    this.#leave();
  };

  #leave = () => this.querySelector('dialog').close();
}

/** What could not be looked up; the request may be right all the same. */
const trouble = (words) => html`<span class="trouble">${icon('warning')}<span>${words}</span></span>`;

/** Whole numbers as numbers, all else as it was typed: the gateway says what is wrong with it. */
const number = (text) => (/^\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : text.trim());

const fileName = (table) => `${table.slice(table.lastIndexOf('.') + 1) || 'table'}.parquet`;

/** Unlike `crypto.randomUUID` also there where the page was not loaded over TLS. */
const randomKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const formOf = (request) => ({
  ...EMPTY,
  connection: request.connection,
  table: request.table,
  branch: String(request.branch ?? ''),
  columns: request.columns,
  filters: request.whereFilters.map((filter) => ({
    column: filter.column,
    operator: filter.operator.toLowerCase(),
    values: filter.values.join('\n'),
    dataType: filter.dataType ?? '',
  })),
  changedSince: request.changedSince ?? '',
  changedUntil: request.changedUntil ?? '',
  orders: request.orderBy.map(({column, order, dataType}) => ({column, order, dataType: dataType ?? ''})),
  limit: String(request.limit ?? ''),
  fileType: request.fileType,
  name: request.output.name === fileName(request.table) ? '' : request.output.name,
  types: request.output.types,
  merge: request.output.merge,
  compression: request.output.compression ?? '',
});

customElements.define('start-dialog', StartDialog);
