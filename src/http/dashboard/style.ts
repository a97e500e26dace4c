/** One sheet for phone and desk, light and dark; states have words, so colour only repeats them. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1b2430, #e6ebf1);
  --soft: light-dark(#536173, #9fb0c3);
  --line: light-dark(#d6dde6, #2c3947);
  --ground: light-dark(#f5f7fa, #10161d);
  --card: light-dark(#ffffff, #18212b);
  --accent: light-dark(#0b5f58, #5fd0c2);
  --good: light-dark(#1a7f37, #56d364);
  --warn: light-dark(#8a5a00, #e3b341);
  --bad: light-dark(#b3261e, #ff8a80);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; }
body > header {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem 1.5rem;
  align-items: center;
  padding: 0.75rem 1.5rem;
  background: var(--card);
  border-bottom: 1px solid var(--line);
}
.brand { font-weight: 700; color: inherit; text-decoration: none; }
nav ul, .links, .marked { list-style: none; margin: 0; padding: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
nav a { display: inline-block; padding: 0.35rem 0; color: inherit; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav a[aria-current] { border-bottom: 2px solid var(--accent); font-weight: 600; }
form[role=search] { display: flex; gap: 0.5rem; align-items: center; margin-left: auto; }
input, button {
  font: inherit;
  color: inherit;
  background: var(--ground);
  border: 1px solid var(--line);
  border-radius: 6px;
  padding: 0.4rem 0.7rem;
  min-height: 2.5rem;
}
input { width: 16rem; max-width: 55vw; }
button { background: var(--card); cursor: pointer; }
main, body > footer { max-width: 76rem; margin: 0 auto; padding: 1rem 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0.5rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 0.5rem; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
section {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 10px;
  padding: 1rem 1.25rem;
  margin-bottom: 1rem;
}
p { margin: 0.4rem 0; overflow-wrap: anywhere; }
.note, footer { color: var(--soft); font-size: 0.9rem; }
.state strong::before { content: '● '; }
.healthy strong, .resolved strong { color: var(--good); }
.degraded strong, .taken strong, .waiting strong, .pending strong { color: var(--warn); }
.failed strong, .open strong, .blocked strong, .rolledBack strong { color: var(--bad); }
li.failed { color: var(--bad); }
li.now { font-weight: 600; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.5rem 1.5rem; margin: 0.75rem 0; }
dt { color: var(--soft); font-size: 0.85rem; }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.9em ui-monospace, monospace; background: var(--ground); border-radius: 4px; padding: 0.1em 0.3em; }
pre { overflow-x: auto; background: var(--ground); padding: 0.75rem; border-radius: 6px; }
.person { font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; min-width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.45rem 1rem 0.45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; }
progress { width: 12rem; max-width: 40vw; accent-color: var(--accent); vertical-align: middle; }
.links { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.5rem; }
body > footer { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; }
@media (max-width: 40rem) {
  body > header, main, body > footer { padding-left: 1rem; padding-right: 1rem; }
  form[role=search] { margin-left: 0; width: 100%; }
  input { flex: 1; max-width: none; width: auto; }
  section { padding: 0.75rem 1rem; }
}
`;
