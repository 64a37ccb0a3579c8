// Earlier conversations, kept in this browser only: one entry for the list and one for the content
// each, so that several tabs can write without overwriting each other's.
let wide = false;
let note = '';

const given = () => element.querySelector('.talks');
const parsed = (text, otherwise) => {
  try { return JSON.parse(text) ?? otherwise; } catch { return otherwise; }
};
const prefix = (kind) => `nianbao:${kind}:${given().dataset.scope}:`;
const stored = () => {
  try { return window.localStorage; } catch { return null; }  // forbidden by the browser
};

function heads() {
  const found = [];
  const store = stored();
  for (let i = 0; store && i < store.length; i += 1) {
    const key = store.key(i);
    if (!key.startsWith(prefix('head'))) continue;
    const head = parsed(store.getItem(key), null);
    if (head && typeof head.title === 'string') found.push({ ...head, id: key.slice(prefix('head').length) });
  }
  return found.sort((a, b) => b.at - a.at);
}

function drop(id) {
  const store = stored();
  if (!store) return;
  store.removeItem(prefix('head') + id);
  store.removeItem(prefix('talk') + id);
}

function save() {
  const { title, count, talk } = parsed(given().dataset.save, {});
  const store = stored();
  const words = parsed(given().dataset.words, {});
  if (!talk) return;
  if (!store) { note = words.full; return; }
  const text = JSON.stringify(talk);
  if (store.getItem(prefix('talk') + talk.id) === text) return;  // opened again, not gone on
  const limits = parsed(given().dataset.limits, {});
  const others = heads().filter((head) => head.id !== talk.id);  // the latest first
  let dropped = 0;
  const oldest = () => {
    const last = others.pop();
    if (last) { drop(last.id); dropped += 1; }
    return Boolean(last);
  };
  const size = () => others.reduce((sum, head) => sum + (head.size || 0), text.length);
  while (others.length >= limits.talks || size() > limits.chars) if (!oldest()) break;
  for (;;) {
    try {
      store.setItem(prefix('talk') + talk.id, text);
      const known = parsed(store.getItem(prefix('head') + talk.id), {}).title;  // its first question
      const head = { title: known || title, count, at: Date.now(), size: text.length };
      store.setItem(prefix('head') + talk.id, JSON.stringify(head));
      break;
    } catch {  // the browser's own limit
      if (!oldest()) { drop(talk.id); note = words.full; return; }
    }
  }
  note = dropped ? words.dropped.replace('{n}', dropped) : note;
}

function made(tag, css, text, data = {}) {
  const found = document.createElement(tag);
  if (css) found.className = css;
  if (text) found.textContent = text;
  Object.assign(found.dataset, data);
  if (tag === 'button') found.type = 'button';
  return found;
}

function list() {
  const box = given();
  if (!box) return;
  const words = parsed(box.dataset.words, {});
  const all = heads();
  const details = made('details', 'history');
  details.open = wide;
  details.addEventListener('toggle', () => { wide = details.open; });
  details.append(made('summary', '', all.length ? `${words.history} (${all.length})` : words.history));
  const body = made('div', 'body');
  if (note) body.append(made('p', 'note', note));
  if (!all.length) body.append(made('p', 'muted', words.none));
  for (const head of all) {
    const item = made('div', head.id === box.dataset.current ? 'talk on' : 'talk');
    const open = made('button', 'past', '', { do: 'past', id: head.id });
    const when = new Date(head.at);
    const two = (n) => String(n).padStart(2, '0');
    const date = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())} ${two(when.getHours())}:${two(when.getMinutes())}`;
    open.append(made('span', '', head.title), made('small', '', `${date} · ${words.turns.replace('{n}', head.count)}`));
    const away = made('button', 'drop', '✕', { do: 'drop', id: head.id });
    away.setAttribute('aria-label', `${words.delete} ${head.title}`);
    away.title = words.delete;
    item.append(open, away);
    body.append(item);
  }
  const foot = made('div', 'foot');
  foot.append(made('span', 'muted', words.kept));
  if (all.length) foot.append(made('button', 'plain', words.wipe, { do: 'wipe' }));
  body.append(foot);
  details.append(body);
  box.replaceChildren(details);
}

element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-do]');
  if (!target) return;
  const { do: what, id } = target.dataset;
  const current = given().dataset.current;
  if (what === 'past') {
    const talk = parsed(stored()?.getItem(prefix('talk') + id), null);
    wide = false;
    trigger('submit', { do: 'past', talk });
  } else if (what === 'drop') {
    drop(id);
    note = '';
    if (id === current) trigger('submit', { do: 'new' });
    else list();
  } else if (target.dataset.sure) {
    heads().forEach((head) => drop(head.id));
    note = '';
    if (current) trigger('submit', { do: 'new' });
    else list();
  } else {
    target.dataset.sure = '1';
    target.textContent = parsed(given().dataset.words, {}).sure;
    target.classList.add('sure');
  }
});

function close() {
  const details = element.querySelector('details');
  if (details) details.open = false;
}
document.addEventListener('click', (event) => {
  if (event.target.isConnected && !element.contains(event.target)) close();
});
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });

function refresh() {
  if (!given()) return;
  save();
  list();
}
window.addEventListener('storage', () => list());  // another tab
watch('value', () => requestAnimationFrame(refresh));
requestAnimationFrame(refresh);
