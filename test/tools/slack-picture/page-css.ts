/** How Slack looks, near enough to judge a layout by: sizes and colours of its desktop and phone apps. */
export const PAGE_CSS = `
* { box-sizing: border-box; margin: 0; }
body { font: 15px/22px Lato, 'Liberation Sans', 'DejaVu Sans', sans-serif; color: var(--ink); background: var(--page); }
.light { --ink: #1d1c1d; --faint: #616061; --page: #fff; --line: #dddddd; --edge: #9a999a; --link: #1264a3; --go: #007a5a; --bad: #e01e5a; --box: #fff; }
.dark { --ink: #d1d2d3; --faint: #ababad; --page: #1a1d21; --line: #35373b; --edge: #797c81; --link: #1d9bd1; --go: #007a5a; --bad: #e8567f; --box: #222529; }
.faint { color: var(--faint); font-weight: 400; }
a { color: var(--link); text-decoration: none; }
p, li, blockquote, .box, .choice span { white-space: pre-wrap; overflow-wrap: anywhere; }
i.app { flex: none; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 6px; background: #1f4e79; color: #fff; font: 900 20px/1 'Liberation Sans', sans-serif; }

/* Surfaces */
.modal { width: 520px; border-radius: 8px; background: var(--page); border: 1px solid var(--line); display: flex; flex-direction: column; }
.modal .bar { display: flex; align-items: center; gap: 10px; padding: 20px 28px 12px; font-size: 22px; line-height: 30px; }
.modal .bar b { flex: 1; font-weight: 900; } .modal .cross { color: var(--faint); font-size: 18px; }
.modal .away, .modal .send { display: none; }
.modal > .blocks { padding: 0 28px 8px; flex: 1; min-height: 0; overflow: hidden auto; scrollbar-width: none; }
.modal .foot { display: flex; justify-content: flex-end; gap: 12px; padding: 16px 28px 20px; }
.message { width: 600px; padding: 10px 20px; display: flex; gap: 8px; background: var(--page); }
.message > div { flex: 1; min-width: 0; } .message .blocks { max-width: 600px; }
.only { font-size: 12px; line-height: 18px; color: var(--faint); }
.only::before { content: '◉ '; }
.who b { font-weight: 900; } .who .faint { font-size: 12px; }
.badge { font-size: 10px; line-height: 14px; padding: 1px 3px; border-radius: 2px; background: color-mix(in srgb, var(--page), var(--ink) 13%); }
.home { width: 720px; background: var(--page); } .home .bar { display: flex; align-items: center; gap: 10px; padding: 14px 20px 8px; font-size: 18px; }
.home .tabs { display: flex; gap: 20px; padding: 6px 20px; border-bottom: 1px solid var(--line); font-size: 13px; color: var(--faint); } .home .tabs b { color: var(--ink); border-bottom: 2px solid var(--go); }
.home > .blocks { padding: 8px 20px 20px; }

/* Blocks */
.block { margin: 8px 0; }
.input, .modal .section, .modal .rich_text { margin: 16px 0; } .modal .actions { margin: 12px 0; }
h1 { font: 900 18px/24px Lato, 'Liberation Sans', sans-serif; margin: 16px 0 4px; }
.section { display: flex; gap: 16px; align-items: flex-start; } .section .words { flex: 1; min-width: 0; } .section .beside { flex: none; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; margin-top: 4px; }
blockquote { border-left: 4px solid var(--line); border-radius: 2px; padding-left: 12px; margin: 4px 0; }
ul, ol { padding-left: 28px; } .rich_text p:empty { height: 22px; }
.context { font-size: 13px; line-height: 18px; color: var(--faint); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
hr { border: 0; border-top: 1px solid var(--line); margin: 16px 0; }

/* Controls */
button { font: 700 15px/20px Lato, 'Liberation Sans', sans-serif; min-height: 36px; padding: 0 12px 1px; border-radius: 4px; border: 1px solid var(--edge); background: var(--box); color: var(--ink); }
button span { display: block; max-width: 30ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.blocks button { font-size: 13px; min-height: 32px; }
button.primary { background: var(--go); border-color: var(--go); color: #fff; }
button.danger { border-color: var(--bad); color: var(--bad); } button.dots { min-width: 40px; }
.overflow { position: relative; } .menu { list-style: none; padding: 8px 0; border: 1px solid var(--line); border-radius: 6px; margin-top: 4px; } .menu li { padding: 2px 20px; }
label { display: block; font-weight: 700; margin-bottom: 8px; }
.hint { font-size: 13px; line-height: 18px; color: var(--faint); margin-top: 4px; }
.error { color: var(--bad); font-size: 13px; line-height: 18px; margin-top: 4px; } .error::before { content: '⚠ '; }
.box { min-height: 44px; padding: 10px 12px; border: 1px solid var(--edge); border-radius: 4px; background: var(--box); } .box.tall { min-height: 92px; }
.select { display: flex; justify-content: space-between; } .select em { font-style: normal; } .day::before { content: '▦ '; color: var(--faint); }
.choice { display: flex; gap: 10px; padding: 4px 0; } .choice small { display: block; color: var(--faint); }
.choice i { flex: none; width: 18px; height: 18px; margin-top: 2px; border: 1.5px solid var(--edge); border-radius: 50%; } .choice i.tick { border-radius: 4px; }
.choice i.on { border: 5px solid var(--link); } .choice i.tick.on { border: 0; background: var(--link); } .choice i.tick.on::before { content: '✓'; color: #fff; font: 700 14px/18px sans-serif; padding-left: 3px; }

/* Phones: the whole screen, the window's own button at the top, everything under each other */
.phone { font-size: 16px; line-height: 23px; }
.phone .modal, .phone .message, .phone .home { width: 390px; border: 0; border-radius: 0; }
.phone .modal .bar { padding: 0 16px; height: 56px; border-bottom: 1px solid var(--line); font-size: 16px; }
.phone .modal .bar b { text-align: center; } .phone .modal i.app, .phone .cross, .phone .modal .foot { display: none; }
.phone .modal .away { display: block; color: var(--ink); } .phone .modal .send { display: block; min-width: 44px; color: var(--link); font-weight: 700; }
.phone .modal > .blocks, .phone .home > .blocks { padding: 0 16px 24px; }
.phone .message { padding: 10px 12px; }
.phone .section { flex-direction: column; gap: 8px; } .phone .section:has(.overflow) { flex-direction: row; }
.phone .fields { grid-template-columns: 1fr; }
.phone .blocks button { font-size: 15px; min-height: 40px; } .phone .choice { padding: 9px 0; }
`;
