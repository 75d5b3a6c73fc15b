/** Light and dark from the system; every text at least 4.5 : 1 on its ground. */
export const phoneStyle = `
:root { color-scheme: light dark; --ground: #eef0f3; --card: #ffffff; --line: #d5d9e0; --text: #14181f;
  --soft: #4d5665; --accent: #1d5fc4; --on-accent: #ffffff; --deny: #a3261d; --note: #e7effb; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1216; --card: #181c22; --line: #323945;
  --text: #e9ecf1; --soft: #a7b0be; --accent: #8ab8ff; --on-accent: #0c1c33; --deny: #ff9a91; --note: #1c2a3f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main, header, footer { width: 100%; max-width: 46rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.25rem; }
main.phone { max-width: 27rem; }
.phone-top { max-width: 27rem; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0.25rem 0 0.25rem; letter-spacing: -0.01em; }
h2 { font-size: 0.95rem; margin: 1.5rem 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 0 0 0.25rem; }
p { margin: 0 0 0.5rem; }
a { color: var(--accent); }
.soft { color: var(--soft); }
.small { font-size: 0.85rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; margin: 0 0 0.75rem; }
.prompt { border-left: 4px solid var(--accent); }
.people { list-style: none; margin: 1rem 0; padding: 0; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; }
.people li { display: flex; gap: 0.75rem; align-items: center; justify-content: space-between;
  padding: 0.6rem 1rem; border-top: 1px solid var(--line); }
.people li:first-child { border-top: 0; }
.people a { display: inline-block; padding: 0.35rem 0; font-weight: 600; }
.tag { font-size: 0.8rem; padding: 0.1rem 0.55rem; border-radius: 99px; border: 1px solid var(--line);
  white-space: nowrap; color: var(--soft); }
.tag.waiting { background: var(--note); border-color: var(--accent); color: var(--text); font-weight: 600; }
.code { font: 600 1.6rem/1.3 ui-monospace, SFMono-Regular, Menlo, monospace; letter-spacing: 0.12em; user-select: all; }
.bubble { background: var(--note); border-radius: 14px 14px 14px 4px; padding: 0.7rem 0.9rem; margin: 0 0 0.6rem; }
.buttons { display: flex; gap: 0.6rem; margin-top: 0.75rem; }
.buttons form { flex: 1; }
button { width: 100%; min-height: 44px; font: inherit; font-weight: 600; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); }
button.deny { background: transparent; border-color: var(--deny); color: var(--deny); }
a:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.15rem 0.9rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, monospace; }
footer { padding: 1.5rem 1rem 2rem; }
`;
