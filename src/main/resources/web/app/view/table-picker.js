import {html, nothing} from 'lit';
import * as format from '../data/format.js';
import {PageElement} from './element.js';
import {icon} from './icons.js';

const SHOWN = 60;

/** Finds a table by any part of its id. Whatever is typed counts: a table may be seen by nobody yet. Tells `pick` and `typed`. */
class TablePicker extends PageElement {
  static properties = {
    tables: {attribute: false},
    value: {attribute: false},
    control: {attribute: false},
    picked: {attribute: false},
    active: {state: true},
  };

  constructor() {
    super();
    this.tables = [];
    this.value = '';
    this.active = -1;
  }

  render() {
    const found = this.picked ? [] : this.#found();
    const shown = found.slice(0, SHOWN);
    const {id, invalid, describedBy} = this.control;
    return html`
      <div class="with-icon">
        ${icon('search')}
        <input
          id=${id}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          placeholder="Find a table, such as orders"
          aria-autocomplete="list"
          aria-expanded=${shown.length > 0 ? 'true' : 'false'}
          aria-controls="tables-found"
          aria-activedescendant=${this.active >= 0 && shown[this.active] ? `table-${this.active}` : nothing}
          aria-invalid=${invalid}
          aria-describedby=${describedBy}
          .value=${this.value}
          @input=${this.#typed}
          @keydown=${(event) => this.#key(event, shown)}
        />
      </div>
      <ul id="tables-found" role="listbox" aria-label="Tables" class="options" ?hidden=${shown.length === 0}>
        ${shown.map(
          (table, i) => html`
            <li id="table-${i}" role="option" aria-selected=${i === this.active ? 'true' : 'false'} @click=${() => this.#pick(table)}>
              <span>${table.id}</span>
              <small>${table.rows === null ? '' : `${format.short(table.rows)} rows`}</small>
            </li>
          `,
        )}
        ${found.length > SHOWN ? html`<li role="option" aria-disabled="true" aria-selected="false" class="hint">and ${found.length - SHOWN} more; type to narrow it down</li>` : nothing}
      </ul>
    `;
  }

  #found() {
    const parts = this.value.toLowerCase().split(/\s+/).filter(Boolean);
    return this.tables.filter(({id}) => parts.every((part) => id.toLowerCase().includes(part)));
  }

  #typed(event) {
    this.active = -1;
    this.dispatchEvent(new CustomEvent('typed', {detail: event.target.value}));
  }

  #key(event, shown) {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && shown.length > 0) {
      event.preventDefault();
      this.active = (this.active + step + shown.length) % shown.length;
      this.updateComplete.then(() => this.querySelector('[aria-selected=true]')?.scrollIntoView({block: 'nearest'}));
    } else if (event.key === 'Enter' && shown[this.active]) {
      event.preventDefault();
      this.#pick(shown[this.active]);
    }
  }

  #pick(table) {
    this.active = -1;
    this.dispatchEvent(new CustomEvent('pick', {detail: table.id}));
  }
}

customElements.define('table-picker', TablePicker);
