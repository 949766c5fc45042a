import {html, svg} from 'lit';
import * as format from '../data/format.js';
import {PageElement} from './element.js';

const WIDTH = 300;
const HEIGHT = 48;

/** What arrived over the last five minutes; a gap where nobody listened. */
class ThroughputChart extends PageElement {
  static properties = {rates: {attribute: false}};

  render() {
    const rates = this.rates ?? [];
    const known = rates.filter((rate) => rate !== null);
    const top = Math.max(1, ...known);
    const last = known.length === 0 ? 0 : (known.slice(-3).reduce((sum, rate) => sum + rate, 0) / Math.min(3, known.length));
    const peak = Math.max(0, ...known);
    return html`
      <figure class="throughput">
        <figcaption>
          <span class="label">Arriving</span>
          <strong>${format.rate(last)}</strong>
          <small>peak of 5 min ${format.rate(peak)}</small>
        </figcaption>
        <svg
          viewBox="0 0 ${WIDTH} ${HEIGHT}"
          preserveAspectRatio="none"
          role="img"
          aria-label="Bytes arriving over the last five minutes: now ${format.rate(last)}, at most ${format.rate(peak)}"
        >
          <line class="ground" x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5} />
          ${runs(rates).map((run) => area(run, rates.length, top))}
        </svg>
      </figure>
    `;
  }
}

/** The stretches without a gap, as [step, rate] pairs. */
function runs(rates) {
  const found = [];
  let run = [];
  rates.forEach((rate, step) => {
    if (rate === null) {
      if (run.length > 1) {
        found.push(run);
      }
      run = [];
    } else {
      run.push([step, rate]);
    }
  });
  return run.length > 1 ? [...found, run] : found;
}

function area(run, steps, top) {
  const x = (step) => ((step * WIDTH) / (steps - 1)).toFixed(1);
  const y = (rate) => (HEIGHT - 1 - (rate / top) * (HEIGHT - 4)).toFixed(1);
  const line = run.map(([step, rate]) => `${x(step)} ${y(rate)}`).join('L');
  return svg`
    <path class="fill" d="M${x(run[0][0])} ${HEIGHT - 1}L${line}L${x(run[run.length - 1][0])} ${HEIGHT - 1}Z"/>
    <path class="line" d="M${line}"/>
  `;
}

customElements.define('throughput-chart', ThroughputChart);
