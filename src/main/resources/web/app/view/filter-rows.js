import {html} from 'lit';
import {choiceControl, field, textControl} from './field.js';
import {icon} from './icons.js';

const OPERATORS = [
  ['eq', 'is one of'],
  ['ne', 'is none of'],
  ['gt', 'is more than'],
  ['ge', 'is at least'],
  ['lt', 'is less than'],
  ['le', 'is at most'],
];
const COMPARED = [
  ['', 'as text'],
  ['INTEGER', 'as integers'],
  ['BIGINT', 'as big integers'],
  ['DOUBLE', 'as doubles'],
  ['REAL', 'as reals'],
  ['DECIMAL', 'as decimals'],
];
const NUMBERS = {INTEGER: 'INTEGER', NUMERIC: 'DECIMAL', FLOAT: 'DOUBLE'};

/** How values of a column are best compared. */
const comparison = (columns, name) => NUMBERS[columns.find((column) => column.name === name)?.baseType] ?? '';

const columnControl = (columns, value, change) =>
  columns.length === 0
    ? textControl(value, change, {placeholder: 'column'})
    : choiceControl(value, [['', 'Column…'], ...withOwn(columns, value).map((name) => [name, name])], change);

/** The value stays on offer where the table has no such column. */
const withOwn = (columns, value) => {
  const names = columns.map(({name}) => name);
  return value === '' || names.includes(value) ? names : [value, ...names];
};

/** The rows' filters: all of them must hold. */
export function filterRows({filters, columns, errors, change}) {
  const set = (i, part) => change(filters.map((one, other) => (other === i ? {...one, ...part} : one)));
  return html`
    ${filters.map(
      ({column, operator, values, dataType}, i) => html`
        <div class="filter" role="group" aria-label="Filter ${i + 1}">
          ${field({pointer: `/whereFilters/${i}/column`, label: 'Column', errors, hiddenLabel: true}, columnControl(columns, column, (name) => set(i, {column: name, dataType: comparison(columns, name)})))}
          ${field({pointer: `/whereFilters/${i}/operator`, label: 'Comparison', errors, hiddenLabel: true}, choiceControl(operator, OPERATORS, (key) => set(i, {operator: key})))}
          ${field(
            {pointer: `/whereFilters/${i}/values`, label: 'Values, one a line', errors, hiddenLabel: true},
            ({id, invalid, describedBy}) => html`
              <textarea
                id=${id}
                rows=${Math.min(6, Math.max(1, values.split('\n').length))}
                spellcheck="false"
                placeholder="Values, one a line"
                aria-invalid=${invalid}
                aria-describedby=${describedBy}
                .value=${values}
                @input=${(event) => set(i, {values: event.target.value})}
              ></textarea>
            `,
          )}
          ${field({pointer: `/whereFilters/${i}/dataType`, label: 'Compared', errors, hiddenLabel: true}, choiceControl(dataType, COMPARED, (key) => set(i, {dataType: key})))}
          <button type="button" class="button quiet square" aria-label="Remove filter ${i + 1}" @click=${() => change(filters.filter((_, other) => other !== i))}>${icon('close')}</button>
        </div>
      `,
    )}
    <button type="button" class="button quiet small" @click=${() => change([...filters, {column: '', operator: 'eq', values: '', dataType: ''}])}>${icon('plus')}<span>Add a filter</span></button>
  `;
}

/** What the rows are sorted by. */
export function orderRows({orders, columns, errors, change}) {
  const set = (i, part) => change(orders.map((one, other) => (other === i ? {...one, ...part} : one)));
  return html`
    ${orders.map(
      ({column, order, dataType}, i) => html`
        <div class="filter sort" role="group" aria-label="Order ${i + 1}">
          ${field({pointer: `/orderBy/${i}/column`, label: 'Column', errors, hiddenLabel: true}, columnControl(columns, column, (name) => set(i, {column: name, dataType: comparison(columns, name)})))}
          ${field({pointer: `/orderBy/${i}/order`, label: 'Direction', errors, hiddenLabel: true}, choiceControl(order, [['ASC', 'ascending'], ['DESC', 'descending']], (key) => set(i, {order: key})))}
          ${field({pointer: `/orderBy/${i}/dataType`, label: 'Compared', errors, hiddenLabel: true}, choiceControl(dataType, COMPARED, (key) => set(i, {dataType: key})))}
          <button type="button" class="button quiet square" aria-label="Remove order ${i + 1}" @click=${() => change(orders.filter((_, other) => other !== i))}>${icon('close')}</button>
        </div>
      `,
    )}
    <button type="button" class="button quiet small" @click=${() => change([...orders, {column: '', order: 'ASC', dataType: ''}])}>${icon('plus')}<span>Sort by a column</span></button>
  `;
}
