import { type Colour, palette } from './palette.js';

const names = Object.keys(palette) as readonly Colour[];
const variables = (mode: 'light' | 'dark'): string => names.map((name) => `--${name}:${palette[name][mode]}`).join(';');

/** Drawings know colours by their light writing. */
const drawings = names
  .flatMap((name) => [
    `svg [fill="${palette[name].light}"]{fill:${palette[name].dark}}`,
    `svg [stroke="${palette[name].light}"]{stroke:${palette[name].dark}}`,
  ])
  .join('');

export const style = `:root{color-scheme:light dark;${variables('light')}}
@media screen and (prefers-color-scheme:dark){:root{${variables('dark')}}${drawings}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1080px;margin:0 auto;padding:36px 24px 64px}
header{margin-bottom:24px}
h1{font-size:27px;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:0 0 6px}
h2{font-size:19px;line-height:1.3;font-weight:650;margin:0 0 8px;overflow-wrap:anywhere}
.campaign h2{margin-bottom:2px}
h3{font-size:12px;line-height:1.3;font-weight:650;letter-spacing:.05em;text-transform:uppercase;color:var(--muted);margin:24px 0 8px}
p{margin:0 0 8px}
.sub{color:var(--muted)}
.badge{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:1px 10px;font-size:12.5px;font-weight:600;vertical-align:2px;margin-left:8px}
.badge.good{color:var(--good)}.badge.bad{color:var(--final)}
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:22px 24px;margin:0 0 18px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));padding:0;overflow:hidden}
.figure{padding:16px 20px;box-shadow:1px 1px 0 var(--line)}
.figure b{display:block;font-size:26px;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.figure span{color:var(--muted);font-size:13px}
.notice{border-left:4px solid var(--fixable)}
.notice.bad{border-left-color:var(--final)}
.notice ul{margin:6px 0 0;padding-left:20px}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 36px}
table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
th,td{padding:5px 0 5px 16px;text-align:right;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left;padding-left:0}
.text{text-align:left}
thead th{color:var(--muted);font-weight:600;font-size:12.5px;border-bottom-color:var(--muted)}
tbody tr:last-child td{border-bottom:0}
tr.sum td{font-weight:650}
tr.part td:first-child{padding-left:18px;color:var(--muted)}
.scroll{overflow-x:auto}
code{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.says{font-size:14px;border-left:3px solid var(--line);padding:1px 0 1px 12px;margin:10px 0 0;overflow-wrap:anywhere}
.chart{margin:4px 0 0}
svg{display:block;max-width:100%;height:auto;font-family:inherit}
.key{font-size:12.5px;color:var(--muted);margin:2px 0 0}
.key i{display:inline-block;width:10px;height:10px;border-radius:2px;margin:0 5px 0 12px;vertical-align:-1px}
.key i:first-child{margin-left:0}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 20px;margin:0;font-size:13.5px}
dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
footer{color:var(--muted);font-size:12.5px;margin-top:24px}
@media screen and (max-width:760px){.wide{overflow-x:auto}.wide svg{min-width:640px;max-width:none}main{padding:20px 12px 40px}section{padding:16px}.two{grid-template-columns:minmax(0,1fr)}.figures{padding:0}}
@media print{body{background:#fff;font-size:11.5px}main{max-width:none;padding:0}section{border:0;border-top:1px solid var(--line);border-radius:0;padding:14px 0;margin:0}.figures{grid-template-columns:repeat(5,1fr);border:1px solid var(--line);break-inside:avoid;margin-bottom:14px}.figure{padding:8px 12px}.figure b{font-size:19px}.notice{padding-left:14px}h1{font-size:21px}h2{font-size:15px}table,dl,.says,.key{font-size:10.5px}h3{margin-top:14px}h2,h3{break-after:avoid}tr,.chart,.figure{break-inside:avoid}.campaign ~ .campaign{break-before:page}a{color:inherit}}
`;
