import {html, nothing} from 'lit';
import {until} from 'lit/directives/until.js';
import {api} from '../data/api.js';
import {icon} from './icons.js';

const PARTS = {caller: 'The request’s part', upstream: 'Keboola’s or the cloud’s part', gateway: 'The gateway’s part'};

/** What happened, what to do about it, and what whoever helps will ask for. */
export const problemNotice = (problem) => html`
  <section class="notice bad" aria-label="Error">
    <h3>${icon('alert')}${problem.title}</h3>
    <p>${problem.detail ?? problem.message}</p>
    ${problem.type ? html`<p class="remedy">${until(remedy(problem.type), nothing)}</p>` : nothing}
    <p class="notice-foot">
      ${problem.type ? html`<a href=${problem.type} target="_blank" rel="noopener">More on this</a>` : nothing}
      ${problem.blame ? html`<span>${PARTS[problem.blame]}${problem.retryable ? ', trying again may help' : ''}</span>` : nothing}
      ${problem.jobId ? html`<span>Job ${problem.jobId}</span>` : nothing}
      ${problem.exceptionId ? html`<span>For Keboola’s support: <code>${problem.exceptionId}</code></span>` : nothing}
    </p>
  </section>
`;

/** The address is the gateway's own word, and only addresses of its own are followed. */
async function remedy(type) {
  if (!type.startsWith('/problems/')) {
    return nothing;
  }
  try {
    return (await api.explanation(type)).remedy;
  } catch {
    return nothing;
  }
}
