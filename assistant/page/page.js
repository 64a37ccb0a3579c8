// Clicks on the page's own HTML. What needs the server is sent as an event of the component:
// 'click' opens something in the side panel, the others are named here.
const EVENTS = {
  ask: 'submit', retry: 'submit', edit: 'edit', rate: 'like', download: 'download',
};
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-do]');
  if (!target || !element.contains(target)) return;
  event.preventDefault();
  const data = { ...target.dataset };
  const panel = (element.closest('[role=tabpanel]') || document).querySelector('.side');
  if (data.do === 'copy') {
    const box = target.closest('.a, .letter');
    const text = (box.querySelector('.text') || box.querySelector('pre') || box).innerText;
    const done = () => {
      const before = target.textContent;
      target.textContent = data.done;
      setTimeout(() => { target.textContent = before; }, 1500);
    };
    const fallback = () => {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
      done();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, fallback);
    else fallback();
  } else if (data.do === 'sort') {
    sortTable(target, Number(data.col));
  } else if (data.do === 'close') {
    panel && panel.classList.remove('open');
  } else {
    if (['cite', 'row', 'table', 'finding', 'report', 'edit'].includes(data.do) && panel) {
      panel.classList.add('open');
    }
    trigger(EVENTS[data.do] || 'click', data);
  }
});

function sortTable(button, column) {
  const head = button.closest('th');
  const body = button.closest('table').tBodies[0];
  const down = head.getAttribute('aria-sort') !== 'descending';
  head.parentNode.querySelectorAll('th').forEach((th) => th.setAttribute('aria-sort', 'none'));
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const key = (row) => {
    const cell = row.cells[column];
    const own = cell.dataset.sort;
    return own === undefined ? cell.innerText : own === '' ? null : Number(own);
  };
  // Rows without a number stay last either way: nothing is not the smallest number.
  const rows = [...body.rows].map((row) => [key(row), row]);
  rows.sort(([a], [b]) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === 'number' ? a - b : a.localeCompare(b, 'zh');
    return down ? -order : order;
  });
  body.append(...rows.map(([, row]) => row));
}

// What the reader has opened or closed stays so when the conversation is drawn again.
const folded = new Map();
const fold = (details) => `${details.closest('.turn')?.dataset.turn}/${details.className}`;
element.addEventListener('click', (event) => {
  const details = event.target.closest('summary')?.parentNode;
  if (details?.closest('.turn')) folded.set(fold(details), !details.open);
});
let before = '';

// Whether the last turn is another one, or has come further, than when last drawn.
function moved(latest) {
  const state = latest && latest.querySelector('.a').className;
  const now = latest ? [latest.dataset.turn, latest.querySelector('.q').innerText, state].join() : '';
  const same = now === before;
  before = now;
  return !same;
}

watch('value', () => {
  requestAnimationFrame(() => {
    if (!element.querySelector('.turn')) folded.clear();
    element.querySelectorAll('.turn details').forEach((details) => {
      if (folded.has(fold(details))) details.open = folded.get(fold(details));
    });
    const hit = element.querySelector('.hit');
    if (hit) {
      hit.scrollIntoView({ block: 'center', inline: 'center' });
      return;
    }
    const panel = element.querySelector('.panel');
    if (panel) panel.scrollTop = 0;
    const latest = element.querySelector('#latest');
    const box = document.getElementById('talk');
    if (!moved(latest) || !latest) return;
    // The conversation scrolls by itself beside the panel, and with the page on a phone.
    if (getComputedStyle(box).overflowY === 'auto') {
      box.scrollTop += latest.getBoundingClientRect().top - box.getBoundingClientRect().top;
    } else latest.scrollIntoView({ block: 'start', behavior: 'smooth' });
  });
});
