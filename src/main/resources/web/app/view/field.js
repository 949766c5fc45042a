import {html, nothing} from 'lit';
import {icon} from './icons.js';

/** A refusal's errors, each to be shown where its pointer leads; what has no place of its own is `left`. */
export class FieldErrors {
  #errors;
  #shown = new Set();

  constructor(errors = []) {
    this.#errors = errors;
  }

  /** What is wrong with the value at the pointer or anything inside of it. */
  at(pointer) {
    const found = this.#errors.filter((error) => error.pointer === pointer || error.pointer?.startsWith(pointer + '/'));
    found.forEach((error) => this.#shown.add(error));
    return found.map(({detail}) => detail).join('; ');
  }

  /** To be asked for after all fields. */
  get left() {
    return this.#errors.filter((error) => !this.#shown.has(error));
  }
}

export const idOf = (pointer) => 'field' + pointer.replaceAll('/', '-');

/**
 * A label, a control, what is wrong with it and a hint. The control is made by a function that gets the
 * attributes which tie them together: `{id, invalid, describedBy}`.
 */
export function field({pointer, label, hint, errors, hiddenLabel = false}, control) {
  const id = idOf(pointer);
  const wrong = errors.at(pointer);
  const describedBy = [wrong ? `${id}-error` : null, hint ? `${id}-hint` : null].filter(Boolean).join(' ') || nothing;
  return html`
    <div class="field ${wrong ? 'wrong' : ''}">
      <label for=${id} class=${hiddenLabel ? 'offscreen' : ''}>${label}</label>
      ${control({id, invalid: wrong ? 'true' : 'false', describedBy})}
      ${wrong ? html`<p class="field-error" id="${id}-error">${icon('alert')}<span>${wrong}</span></p>` : nothing}
      ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    </div>
  `;
}

export const textControl =
  (value, change, {placeholder = '', mode = 'text'} = {}) =>
  ({id, invalid, describedBy}) => html`
    <input
      id=${id}
      type="text"
      inputmode=${mode}
      autocomplete="off"
      spellcheck="false"
      placeholder=${placeholder}
      aria-invalid=${invalid}
      aria-describedby=${describedBy}
      .value=${value}
      @input=${(event) => change(event.target.value)}
    />
  `;

export const choiceControl =
  (value, options, change) =>
  ({id, invalid, describedBy}) => html`
    <select id=${id} aria-invalid=${invalid} aria-describedby=${describedBy} @change=${(event) => change(event.target.value)}>
      ${options.map(([key, word]) => html`<option value=${key} .selected=${key === value}>${word}</option>`)}
    </select>
  `;
