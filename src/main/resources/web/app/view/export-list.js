import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {now} from '../data/api.js';
import * as format from '../data/format.js';
import {isEnded} from '../data/states.js';
import {runTime} from '../data/store.js';
import {PageElement, place} from './element.js';
import {icon} from './icons.js';
import {bar, progressWords, stateMark} from './parts.js';

const SPARE = 6;
const narrow = matchMedia('(max-width: 760px)');

/** The list: of thousands of exports only those in sight are in the page. Tells `more` at its end. */
class ExportList extends PageElement {
  static properties = {items: {attribute: false}, open: {}, more: {type: Boolean}, first: {state: true}, last: {state: true}};

  constructor() {
    super();
    this.items = [];
    this.first = 0;
    this.last = 40;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('scroll', this.#look, {passive: true});
    window.addEventListener('resize', this.#look);
    this.addEventListener('keydown', this.#keys);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('scroll', this.#look);
    window.removeEventListener('resize', this.#look);
  }

  get rowHeight() {
    return narrow.matches ? 92 : 56;
  }

  /** Rows that come or go above what is being read must not move it. */
  willUpdate(changed) {
    const before = changed.get('items');
    if (before && this.#scrolledInto()) {
      const anchor = before[this.first + SPARE]?.id;
      const place = anchor ? this.items.findIndex((one) => one.id === anchor) : -1;
      this.shift = place < 0 ? 0 : place - (this.first + SPARE);
      this.first += this.shift;
      this.last += this.shift;
    }
  }

  updated() {
    if (this.shift) {
      window.scrollBy({top: this.shift * this.rowHeight, behavior: 'instant'});
      this.shift = 0;
    }
    this.#look();
  }

  render() {
    if (this.items.length === 0) {
      return nothing;
    }
    const first = Math.max(0, Math.min(this.first, this.items.length - 1));
    return html`
      <div class="table" role="table" aria-label="Exports, newest first" aria-rowcount=${this.items.length + 1}>
        <div role="rowgroup" class="head">
          <div role="row" class="row-grid" aria-rowindex="1">
            <span role="columnheader">State</span>
            <span role="columnheader">Table</span>
            <span role="columnheader">Progress</span>
            <span role="columnheader" class="number">Rate</span>
            <span role="columnheader" class="number">Time left</span>
            <span role="columnheader" class="number">Time taken</span>
            <span role="columnheader" class="number">Rows</span>
            <span role="columnheader" class="number">Size</span>
            <span role="columnheader" class="number">Asked at</span>
          </div>
        </div>
        <div role="rowgroup" class="rows" ${place({height: `${this.items.length * this.rowHeight}px`})}>
          ${repeat(
            this.items.slice(first, this.last),
            (one) => one.id,
            (one, i) => this.#row(one, first + i),
          )}
        </div>
      </div>
    `;
  }

  #row(one, index) {
    const ended = isEnded(one.state);
    return html`
      <div
        role="row"
        class="row row-grid ${one.id === this.open ? 'open' : ''} ${ended ? 'ended' : ''}"
        aria-rowindex=${index + 2}
        ${place({transform: `translateY(${index * this.rowHeight}px)`})}
      >
        <span role="cell" class="c-state">${stateMark(one.state)}</span>
        <span role="cell" class="c-table">
          <a href="#/exports/${one.id}" class="opener" aria-current=${one.id === this.open ? 'true' : nothing}>${one.table}</a>
          ${one.connection === 'default' ? nothing : html`<small>${one.connection}</small>`}
        </span>
        <span role="cell" class="c-progress">
          ${bar(one)}
          <small class=${one.error ? 'bad' : ''}>${one.error ?? progressWords(one)}</small>
          ${one.warnings ? html`<small class="warned">${icon('warning')}${format.plural(one.warnings, 'warning')}</small>` : nothing}
        </span>
        <span role="cell" class="number c-rate">${ended || !one.progress.bytesPerSecond ? '' : format.rate(one.progress.bytesPerSecond)}</span>
        <span role="cell" class="number c-left">
          ${ended || one.progress.etaSeconds === null ? '' : format.duration(one.progress.etaSeconds * 1000)}
        </span>
        <span role="cell" class="number c-took">${format.duration(runTime(one))}</span>
        <span role="cell" class="number c-rows">${format.count(one.rows)}</span>
        <span role="cell" class="number c-size">${format.bytes(one.bytes)}</span>
        <span role="cell" class="number c-at"><time title=${format.fullTime(one.createdAt)}>${format.moment(one.createdAt, now())}</time></span>
      </div>
    `;
  }

  #scrolledInto() {
    const rows = this.querySelector('.rows');
    return rows !== null && rows.getBoundingClientRect().top < -this.rowHeight;
  }

  #look = () => {
    const rows = this.querySelector('.rows');
    if (rows === null) {
      return;
    }
    const above = -rows.getBoundingClientRect().top;
    this.first = Math.max(0, Math.floor(above / this.rowHeight) - SPARE);
    this.last = this.first + Math.ceil(window.innerHeight / this.rowHeight) + 2 * SPARE;
    if (this.more && this.last > this.items.length) {
      this.dispatchEvent(new Event('more'));
    }
  };

  /** Arrows go from row to row. */
  #keys = (event) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    const row = event.target.closest?.('.row');
    if (!step || !row) {
      return;
    }
    event.preventDefault();
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    const opener = next?.querySelector('.opener');
    opener?.focus({preventScroll: true});
    opener?.closest('.row').scrollIntoView({block: 'nearest'});
  };
}

customElements.define('export-list', ExportList);
