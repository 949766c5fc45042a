import {html} from 'lit';
import {PageElement} from './element.js';
import {icon} from './icons.js';

const THEMES = [
  {key: 'system', word: 'as the system', icon: 'screen'},
  {key: 'light', word: 'light', icon: 'sun'},
  {key: 'dark', word: 'dark', icon: 'moon'},
];

/** One button that goes round: as the system, light, dark. */
class ThemeSwitch extends PageElement {
  static properties = {theme: {state: true}};

  constructor() {
    super();
    this.theme = document.documentElement.dataset.theme ?? 'system';
  }

  render() {
    const {word, icon: name} = THEMES.find(({key}) => key === this.theme);
    return html`<button type="button" class="button quiet square" aria-label="Theme: ${word}" title="Theme: ${word}" @click=${this.#next}>${icon(name)}</button>`;
  }

  #next() {
    const place = THEMES.findIndex(({key}) => key === this.theme);
    this.theme = THEMES[(place + 1) % THEMES.length].key;
    const root = document.documentElement;
    if (this.theme === 'system') {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = this.theme;
    }
    try {
      localStorage.setItem('sluice.theme', this.theme);
    } catch {
      // Storage is forbidden here: the choice lasts as long as the page.
    }
  }
}

customElements.define('theme-switch', ThemeSwitch);
