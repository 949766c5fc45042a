import {html, nothing} from 'lit';
import {api, now} from '../data/api.js';
import * as format from '../data/format.js';
import {fileCommand, pretty, shortest, submitCommand} from '../data/request.js';
import {describe, isEnded} from '../data/states.js';
import {PageElement, copy, place} from './element.js';
import {icon} from './icons.js';
import {bar, progressWords, stateMark} from './parts.js';
import {problemNotice} from './problem-notice.js';

const COLUMNS_AT_FIRST = 50;

/** One export's whole story. It follows the export as long as it is shown. */
class ExportDetail extends PageElement {
  static properties = {
    store: {attribute: false},
    exportId: {attribute: false},
    whole: {state: true},
    problem: {state: true},
    sure: {state: true},
    copied: {state: true},
    allColumns: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    this.store.addEventListener('export', this.#newer);
    this.store.addEventListener('removed', this.#removed);
    this.store.addEventListener('change', this.#tick);
    document.addEventListener('keydown', this.#escape);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.store.watch(null);
    this.store.removeEventListener('export', this.#newer);
    this.store.removeEventListener('removed', this.#removed);
    this.store.removeEventListener('change', this.#tick);
    document.removeEventListener('keydown', this.#escape);
  }

  willUpdate(changed) {
    if (changed.has('exportId')) {
      this.#load();
    }
  }

  render() {
    const {whole, problem} = this;
    return html`
      <aside class="detail" aria-label="Export">
        <div class="detail-top">
          <div>
            ${whole ? stateMark(whole.state) : nothing}
            <h2 tabindex="-1">${whole ? whole.request.table : 'Export'}</h2>
          </div>
          <a class="button quiet square" href="#/" aria-label="Close" @click=${this.#close}>${icon('close')}</a>
        </div>
        ${problem ? problemNotice(problem) : nothing} ${whole ? this.#story(whole) : nothing}
      </aside>
    `;
  }

  #story(whole) {
    return html`
      ${this.#actions(whole)} ${this.#progress(whole)} ${whole.error ? problemNotice(whole.error) : nothing} ${this.#warnings(whole)}
      ${this.#result(whole)} ${this.#phases(whole)} ${this.#facts(whole)} ${this.#commands(whole)}
    `;
  }

  #actions(whole) {
    const ended = isEnded(whole.state);
    return html`
      <div class="actions">
        ${whole.links.file ? html`<a class="button primary" href=${whole.links.file} download>${icon('arrowDown')}<span>Download</span></a>` : nothing}
        ${ended ? nothing : html`<button type="button" class="button danger" @click=${this.#end}>${icon('ban')}<span>Cancel</span></button>`}
        <button type="button" class="button" ?disabled=${whole.omitted.length > 0} @click=${() => this.#again(whole)}>${icon('repeat')}<span>Export again</span></button>
        ${ended && !this.sure
          ? html`<button type="button" class="button quiet" @click=${() => (this.sure = true)}>${icon('trash')}<span>Delete</span></button>`
          : nothing}
        ${ended && this.sure
          ? html`<span class="sure">
              <span>Delete it${whole.links.file ? ' and its file' : ''}?</span>
              <button type="button" class="button danger" @click=${this.#end}>Delete</button>
              <button type="button" class="button quiet" @click=${() => (this.sure = false)}>Keep</button>
            </span>`
          : nothing}
      </div>
    `;
  }

  #progress(whole) {
    if (isEnded(whole.state)) {
      return nothing;
    }
    const {progress} = whole;
    return html`
      <div class="detail-progress">
        ${bar({...whole, table: whole.request.table})}
        <p>${progressWords(whole)}</p>
        <p class="speed">
          ${progress.bytesPerSecond === null ? nothing : html`<span>${format.rate(progress.bytesPerSecond)}</span>`}
          ${progress.etaSeconds === null ? nothing : html`<span>${format.duration(progress.etaSeconds * 1000)} left</span>`}
        </p>
      </div>
    `;
  }

  #warnings({warnings}) {
    return warnings.length === 0
      ? nothing
      : html`
          <section class="notice warned" aria-label="Warnings">
            <h3>${icon('warning')}${format.plural(warnings.length, 'warning')}</h3>
            <ul>
              ${warnings.map((warning) => html`<li>${warning}</li>`)}
            </ul>
          </section>
        `;
  }

  #result({result}) {
    if (!result) {
      return nothing;
    }
    const columns = this.allColumns ? result.columns : result.columns.slice(0, COLUMNS_AT_FIRST);
    return html`
      <section aria-label="Result">
        <h3>Result</h3>
        <dl class="figures">
          <div><dt>Rows</dt><dd>${format.count(result.rows)}</dd></div>
          <div><dt>Size</dt><dd>${format.bytes(result.bytes)}</dd></div>
          <div><dt>Row groups</dt><dd>${format.count(result.rowGroups)}</dd></div>
          <div><dt>Columns</dt><dd>${format.count(result.columns.length)}</dd></div>
        </dl>
        <dl class="facts">
          <div><dt>Merged by</dt><dd>${result.merge}${result.reason ? html`<small>${result.reason}</small>` : nothing}</dd></div>
          <div><dt>SHA-256</dt><dd class="copyable"><code>${result.sha256}</code>${this.#copy('SHA-256', result.sha256)}</dd></div>
        </dl>
        <table class="types">
          <caption class="offscreen">Columns of the file</caption>
          <thead>
            <tr><th scope="col">Column</th><th scope="col">Type</th></tr>
          </thead>
          <tbody>
            ${columns.map(({name, type}) => html`<tr><td>${name}</td><td><code>${type}</code></td></tr>`)}
          </tbody>
        </table>
        ${columns.length < result.columns.length
          ? html`<button type="button" class="button quiet" @click=${() => (this.allColumns = true)}>All ${format.count(result.columns.length)} columns</button>`
          : nothing}
      </section>
    `;
  }

  #phases(whole) {
    const ended = isEnded(whole.state);
    const phases = whole.phases.map((phase, i) => {
      const next = whole.phases[i + 1];
      const at = Date.parse(phase.at);
      const until = next ? Date.parse(next.at) : ended ? at : now();
      return {state: phase.state, at, took: Math.max(0, until - at), last: ended && !next};
    });
    const longest = Math.max(1, ...phases.map(({took}) => took));
    return html`
      <section aria-label="Phases">
        <h3>Phases</h3>
        <ol class="phases">
          ${phases.map(
            ({state, at, took, last}) => html`
              <li class="state-${state}">
                <span class="phase-name">${describe(state).word}</span>
                <time title=${format.fullTime(at)}>${format.clockTime(at)}</time>
                <span class="phase-bar"><span ${place({transform: `scaleX(${took / longest})`})}></span></span>
                <span class="number">${last ? '' : format.duration(took)}</span>
              </li>
            `,
          )}
        </ol>
      </section>
    `;
  }

  #facts(whole) {
    return html`
      <section aria-label="Particulars">
        <h3>Particulars</h3>
        <dl class="facts">
          <div><dt>Export</dt><dd class="copyable"><code>${whole.id}</code>${this.#copy('id', whole.id)}</dd></div>
          <div><dt>Connection</dt><dd>${whole.request.connection}</dd></div>
          ${whole.job ? html`<div><dt>Storage job</dt><dd>${whole.job.id} <small>${whole.job.status}</small></dd></div>` : nothing}
          ${whole.fileId === null ? nothing : html`<div><dt>Storage file</dt><dd>${whole.fileId}</dd></div>`}
          ${whole.batch ? html`<div><dt>Batch</dt><dd><code>${whole.batch}</code></dd></div>` : nothing}
          ${whole.resumes ? html`<div><dt>Taken up again</dt><dd>${format.plural(whole.resumes, 'time')} after a restart</dd></div>` : nothing}
          ${whole.progress.slicesTotal === null ? nothing : html`<div><dt>Slices</dt><dd>${slices(whole.progress)}</dd></div>`}
        </dl>
      </section>
    `;
  }

  #commands(whole) {
    const request = shortest(whole.request);
    return html`
      <section aria-label="Request">
        <h3>Request</h3>
        <pre tabindex="0" aria-label="The request as JSON"><code>${pretty(request)}</code></pre>
        ${whole.omitted.length > 0 ? html`<p>Without ${whole.omitted.join(', ')}: too large to be shown with each change.</p>` : nothing}
        <h3>From a shell</h3>
        ${whole.omitted.length > 0 ? nothing : this.#command('Repeat it', submitCommand(request))}
        ${whole.links.file ? this.#command('Fetch its file', fileCommand(whole.links.file)) : nothing}
      </section>
    `;
  }

  #command(title, command) {
    return html`<div class="command"><pre tabindex="0" aria-label=${title}><code>${command}</code></pre>${this.#copy(`command: ${title}`, command)}</div>`;
  }

  #copy(what, text) {
    const done = this.copied === text;
    return html`<button type="button" class="button quiet square small" aria-label="Copy ${what}" title=${done ? 'Copied' : 'Copy'} @click=${() => this.#copyText(text)}>
      ${icon(done ? 'check' : 'copy')}
    </button>`;
  }

  async #copyText(text) {
    await copy(text);
    this.copied = text;
    this.dispatchEvent(new CustomEvent('say', {detail: 'Copied'}));
    setTimeout(() => (this.copied = null), 2_000);
  }

  async #load() {
    const id = this.exportId;
    this.whole = this.whole?.id === id ? this.whole : null;
    this.loaded = null;
    this.problem = null;
    this.sure = false;
    this.allColumns = false;
    this.store.watch(id);
    try {
      const whole = await api.export(id);
      if (this.exportId === id) {
        this.loaded = whole;
      }
      if (this.exportId === id && this.whole?.version > whole.version) {
        this.whole = complete(this.whole, whole);
      } else if (this.exportId === id) {
        this.whole = whole;
        await this.updateComplete;
        this.querySelector('h2').focus({preventScroll: true});
      }
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #end() {
    try {
      const left = await api.end(this.exportId);
      if (left === null) {
        this.store.forget(this.exportId);
      } else {
        this.store.note(left);
      }
    } catch (problem) {
      this.problem = problem;
    }
  }

  #again(whole) {
    this.dispatchEvent(new CustomEvent('again', {detail: whole.request}));
  }

  #close() {
    const opener = document.querySelector('.opener[aria-current]');
    setTimeout(() => opener?.focus({preventScroll: true}));
  }

  #newer = ({detail}) => {
    if (detail.id === this.exportId && !(this.whole?.version > detail.version)) {
      this.whole = complete(detail, this.loaded);
    }
  };

  #removed = ({detail}) => {
    if (detail === this.exportId) {
      location.hash = '#/';
    }
  };

  #tick = () => {
    if (this.whole && !isEnded(this.whole.state)) {
      this.requestUpdate();
    }
  };

  #escape = (event) => {
    if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
      this.#close();
      location.hash = '#/';
    }
  };
}

/** Events leave out what is large in a request; it does not change, so that what was loaded has it. */
const complete = (newer, loaded) =>
  newer.omitted.length > 0 && loaded?.id === newer.id ? {...newer, request: loaded.request, omitted: loaded.omitted} : newer;

const slices = ({slicesDone, slicesTotal, bytesDone}) =>
  `${format.count(slicesDone)} of ${format.count(slicesTotal)}, ${format.bytes(bytesDone)}`;

customElements.define('export-detail', ExportDetail);
