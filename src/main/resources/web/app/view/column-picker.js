import {html, nothing} from 'lit';
import * as format from '../data/format.js';
import {PageElement} from './element.js';
import {icon} from './icons.js';

/** Which columns, and in which order they are delivered; none chosen means all. Tells `columns`. */
class ColumnPicker extends PageElement {
  static properties = {
    columns: {attribute: false},
    chosen: {attribute: false},
    wrong: {attribute: false},
    text: {state: true},
  };

  constructor() {
    super();
    this.columns = [];
    this.chosen = [];
    this.text = '';
  }

  render() {
    const wanted = this.text.toLowerCase();
    const shown = this.columns.filter(({name}) => name.toLowerCase().includes(wanted));
    const strangers = this.chosen.filter((name) => !this.columns.some((column) => column.name === name));
    return html`
      <div class="picker-head">
        <span class="picker-count">${this.chosen.length === 0 ? `All ${format.plural(this.columns.length, 'column')}, in the table’s order` : `${format.count(this.chosen.length)} of ${format.plural(this.columns.length, 'column')}`}</span>
        ${this.chosen.length > 0 ? html`<button type="button" class="button quiet small" @click=${() => this.#tell([])}>All again</button>` : nothing}
      </div>
      ${this.columns.length > 12
        ? html`<input type="search" class="narrow-search" aria-label="Find a column" placeholder="Find a column" .value=${this.text} @input=${(event) => (this.text = event.target.value)} />`
        : nothing}
      <ul class="options column-options">
        ${shown.map(
          ({name, baseType, type}) => html`
            <li>
              <label><input type="checkbox" .checked=${this.chosen.includes(name)} @change=${(event) => this.#choose(name, event.target.checked)} /><span>${name}</span></label>
              <small>${baseType ?? 'STRING'}${type && type !== baseType ? html` <span class="native">${type}</span>` : nothing}</small>
            </li>
          `,
        )}
      </ul>
      ${this.chosen.length > 1 || strangers.length > 0 ? this.#order() : nothing}
    `;
  }

  #order() {
    return html`
      <p class="hint">Delivered in this order</p>
      <ol class="order">
        ${this.chosen.map(
          (name, i) => html`
            <li>
              <span>${name}</span>
              <button type="button" class="button quiet square small" aria-label="${name} earlier" ?disabled=${i === 0} @click=${() => this.#move(i, -1)}>${icon('left')}</button>
              <button type="button" class="button quiet square small" aria-label="${name} later" ?disabled=${i === this.chosen.length - 1} @click=${() => this.#move(i, 1)}>${icon('right')}</button>
              <button type="button" class="button quiet square small" aria-label="Without ${name}" @click=${() => this.#choose(name, false)}>${icon('close')}</button>
            </li>
          `,
        )}
      </ol>
    `;
  }

  #choose(name, yes) {
    this.#tell(yes ? [...this.chosen, name] : this.chosen.filter((other) => other !== name));
  }

  #move(from, step) {
    const moved = [...this.chosen];
    [moved[from], moved[from + step]] = [moved[from + step], moved[from]];
    this.#tell(moved);
  }

  #tell(columns) {
    this.dispatchEvent(new CustomEvent('columns', {detail: columns}));
  }
}

customElements.define('column-picker', ColumnPicker);
