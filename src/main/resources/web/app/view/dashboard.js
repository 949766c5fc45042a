import {html, nothing} from 'lit';
import {ExportStore} from '../data/store.js';
import * as format from '../data/format.js';
import {GROUPS, describe, statesOf} from '../data/states.js';
import {PageElement} from './element.js';
import {icon} from './icons.js';
import './export-detail.js';
import './export-list.js';
import './start-dialog.js';
import './theme-switch.js';
import './throughput-chart.js';

const MARKS = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  paused: 'Paused',
};

/** The whole page: what runs, how far, how fast; the address after # says what is open. */
class Dashboard extends PageElement {
  static properties = {
    group: {state: true},
    text: {state: true},
    open: {state: true},
    starting: {state: true},
    said: {state: true},
  };

  constructor() {
    super();
    this.store = new ExportStore();
    this.group = 'all';
    this.text = '';
    this.said = '';
    this.mine = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    this.store.addEventListener('change', () => this.requestUpdate());
    this.store.addEventListener('mark', ({detail}) => this.#say(detail === 'live' ? '' : `${MARKS[detail]} to the gateway`));
    this.store.addEventListener('ended', ({detail}) => this.#ended(detail));
    window.addEventListener('hashchange', this.#route);
    this.#route();
    this.store.start();
  }

  updated() {
    const {counts} = this.store;
    const running = counts === null ? 0 : sum(counts, 'running');
    document.title = running > 0 ? `${running} running · Sluice` : 'Sluice';
    this.#look();
  }

  render() {
    const {store} = this;
    const items = store.select(this.group, this.text);
    return html`
      <header class="top">
        <a class="brand" href="#/" aria-label="Sluice, all exports"><img src="/static/sluice.svg" alt="" width="28" height="28" /><h1>Sluice</h1></a>
        <span class="mark mark-${store.mark}" data-mark=${store.mark}><span class="dot"></span>${MARKS[store.mark]}</span>
        <theme-switch></theme-switch>
        <a class="button primary" href="#/new" aria-label="New export">${icon('plus')}<span>New<span class="wide-only"> export</span></span></a>
      </header>
      <main class=${this.open ? 'with-detail' : ''}>
        <section class="overview" aria-label="Overview">
          ${this.#chips()}
          <throughput-chart .rates=${store.throughput.rates()}></throughput-chart>
        </section>
        <div class="search field">
          ${icon('search')}
          <input
            type="search"
            aria-label="Find by table, connection or id"
            placeholder="Find by table, connection or id"
            .value=${this.text}
            @input=${(event) => (this.text = event.target.value)}
          />
        </div>
        <div class="columns">
          <section class="list" aria-label="Exports">
            <export-list
              .items=${items}
              .open=${this.open}
              .more=${store.hasMore(this.group)}
              @more=${() => store.more(this.group)}
            ></export-list>
            ${items.length === 0 ? this.#nothing() : nothing}
            ${this.#foot(items)}
          </section>
          ${this.open
            ? html`<export-detail .store=${store} .exportId=${this.open} @again=${(event) => this.#startLike(event.detail)} @say=${(event) => this.#say(event.detail)}></export-detail>`
            : nothing}
        </div>
      </main>
      <p class="offscreen" role="status">${this.said}</p>
      ${this.starting
        ? html`<start-dialog .like=${this.like} @started=${(event) => this.#started(event.detail)} @left=${this.#leave}></start-dialog>`
        : nothing}
    `;
  }

  /** What is looked for may be older than what is loaded. */
  #look() {
    const {store} = this;
    if (store.mark === 'live' && store.select(this.group, this.text).length === 0) {
      store.more(this.group);
    }
  }

  #chips() {
    const {counts} = this.store;
    return html`
      <div class="chips" role="group" aria-label="Show exports by state">
        ${GROUPS.map(
          ({key, word, icon: name}) => html`
            <button type="button" class="chip chip-${key}" aria-pressed=${this.group === key ? 'true' : 'false'} @click=${() => (this.group = key)}>
              <span class="chip-count">${counts === null ? '–' : format.count(sum(counts, key))}</span>
              <span class="chip-word">${name ? icon(name) : nothing}${word}</span>
            </button>
          `,
        )}
      </div>
    `;
  }

  #nothing() {
    const {store} = this;
    if (store.mark === 'connecting' || store.loading || store.hasMore(this.group)) {
      return html`<p class="empty" aria-busy="true">Loading…</p>`;
    }
    if (store.size === 0) {
      return html`
        <div class="empty">
          <h2>No exports yet</h2>
          <p>Choose a table; Sluice makes one typed Parquet file of it and shows here how far it is.</p>
          <a class="button primary" href="#/new">${icon('plus')}<span>New export</span></a>
        </div>
      `;
    }
    return html`<div class="empty"><h2>Nothing here</h2><p>No export ${this.text === '' ? 'is in this state' : `matches “${this.text}”`}.</p></div>`;
  }

  #foot(items) {
    if (items.length === 0) {
      return nothing;
    }
    const words = this.store.loading ? 'Loading older ones…' : `${format.plural(items.length, 'export')} ${this.store.hasMore(this.group) ? 'loaded' : ''}`;
    return html`<p class="foot">${words}${this.#version()}</p>`;
  }

  #version() {
    const {version, firstVersion} = this.store;
    return version === firstVersion
      ? html`<span>${version ? `Sluice ${version}` : ''}</span>`
      : html`<a href="/" @click=${() => location.reload()}>Sluice ${version} runs now; load its page</a>`;
  }

  #route = () => {
    const [, what, id] = location.hash.split('/');
    this.open = what === 'exports' ? decodeURIComponent(id ?? '') || null : this.open;
    this.starting = what === 'new';
    if (!what) {
      this.open = null;
    }
    if (!this.starting) {
      this.like = null;
    }
  };

  #startLike(request) {
    this.like = request;
    location.hash = '#/new';
  }

  #started(whole) {
    this.store.note(whole);
    this.mine.add(whole.id);
    this.#say(`Export of ${whole.request.table} was accepted`);
    this.group = 'all';
    this.text = '';
    location.hash = `#/exports/${whole.id}`;
  }

  #leave = () => {
    if (location.hash === '#/new') {
      location.hash = this.open ? `#/exports/${this.open}` : '#/';
    }
  };

  /** Only what was started here is spoken of: a screen reader is not to read a stream. */
  #ended(one) {
    if (this.mine.delete(one.id)) {
      this.#say(`Export of ${one.table}: ${describe(one.state).word}`);
    }
  }

  #say(words) {
    this.said = words;
  }
}

const sum = (counts, group) => statesOf(group).reduce((total, state) => total + (counts[state] ?? 0), 0);

customElements.define('sluice-dashboard', Dashboard);
