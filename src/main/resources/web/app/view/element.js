import {LitElement} from 'lit';
import {Directive, directive} from 'lit/directive.js';

/** A component that lies in the page itself, under the page's style sheet. */
export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}

/** Sets style properties one by one; a style attribute would be refused by the content security policy. */
export const place = directive(
  class extends Directive {
    render() {}

    update({element}, [properties]) {
      for (const [name, value] of Object.entries(properties)) {
        if (element.style.getPropertyValue(name) !== value) {
          element.style.setProperty(name, value);
        }
      }
    }
  },
);

/** Copies, also where the page was not loaded over TLS and the browser hides its clipboard. */
export async function copy(text) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text);
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offscreen';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
