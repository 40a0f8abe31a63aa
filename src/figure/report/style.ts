/** The style sheet of the report: one column of text, drawings as wide as the column, light and dark, phone and paper. */
import { darkPalette, fontStack, lightPalette, type Palette } from '../theme.js'

const roles = Object.keys(lightPalette) as (keyof Palette)[]

function variables(palette: Palette): string {
  return roles.map((role) => `--${role}:${palette[role]}`).join(';')
}

/** Marks of an embedded drawing carry light colours as attributes; a rule for each makes them follow the page. */
function recolour(): string {
  return roles
    .flatMap((role) =>
      ['fill', 'stroke'].map((kind) => `figure svg [${kind}="${lightPalette[role]}"]{${kind}:var(--${role})}`),
    )
    .join('\n')
}

/** The text of the style sheet. */
export function reportStyle(): string {
  return `
:root{color-scheme:light dark;${variables(lightPalette)}}
@media (prefers-color-scheme:dark){:root{${variables(darkPalette)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 ${fontStack};font-variant-numeric:tabular-nums}
main,header,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:1.9rem;letter-spacing:-.015em;margin:0}
h2{font-size:1.4rem;letter-spacing:-.01em;margin:3rem 0 .25rem}
h3{font-size:1.05rem;margin:0 0 .2rem}
p{margin:.35rem 0;max-width:44rem}
a{color:var(--forecast)}
.lead,.caption,footer{color:var(--muted)}
.caption{font-size:.925rem;margin-bottom:.75rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:1rem 0 0;list-style:none}
.verdict{margin:1.5rem 0;padding:1.25rem 1.5rem 1rem;border:1px solid var(--grid);border-left:6px solid var(--state);border-radius:6px;background:var(--surface);break-inside:avoid}
.published{--state:var(--good)}
.refused{--state:var(--bad);border-left-style:double}
.verdict h3{font-size:1rem;font-weight:500;color:var(--muted);margin:0}
.state{display:flex;align-items:center;gap:.55rem;margin:.1rem 0 .4rem;font-size:1.5rem;font-weight:650;color:var(--state);line-height:1.3}
.state svg{width:1.4rem;height:1.4rem;flex:none}
.verdict .sentence{font-size:1.05rem}
.checks{list-style:none;margin:.9rem 0 .3rem;padding:0;border-top:1px solid var(--grid)}
.checks li{display:grid;grid-template-columns:1.1rem 4rem 1fr;gap:0 .5rem;padding:.5rem 0;border-bottom:1px solid var(--grid);align-items:start}
.checks li:last-child{border-bottom:0}
.checks svg{width:.95rem;height:.95rem;align-self:start;margin-top:.35rem;color:var(--mark)}
.checks b{font-weight:600;color:var(--mark)}
.checks code{display:block;font-size:.8rem;color:var(--muted)}
.passed{--mark:var(--good)}.failed{--mark:var(--bad)}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.parts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:2.25rem 2rem;margin-top:1.75rem}
.parts>*{grid-column:1/-1;min-width:0;margin:0}
.parts>.half{grid-column:auto}
figure{break-inside:avoid}
figure svg{display:block;width:100%;height:auto;overflow:visible}
.narrow{display:none}
details{margin-top:.5rem;font-size:.925rem}
summary{cursor:pointer;color:var(--muted);width:fit-content;padding:.2rem 0}
.scroll{overflow-x:auto;max-height:36rem;overflow-y:auto;border-top:1px solid var(--axis);border-bottom:1px solid var(--axis)}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--forecast);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th,td{padding:.4rem .9rem .4rem 0;text-align:left;vertical-align:baseline;white-space:nowrap}
td:not([class]),tbody th:not([class]){white-space:normal;min-width:7rem}
th:last-child,td:last-child{padding-right:.25rem}
thead th{position:sticky;top:0;background:var(--page);font-weight:500;color:var(--muted);box-shadow:inset 0 -1px var(--axis)}
tbody tr+tr>*{border-top:1px solid var(--grid)}
tbody th{font-weight:400}
.emphasis>*{font-weight:650}
.number{text-align:right;padding-left:.9rem;padding-right:.25rem}
.number+:not(.number){padding-left:.65rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.5rem;margin:.5rem 0 0}
dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
footer{margin-top:3.5rem;padding-top:1rem;padding-bottom:2.5rem;font-size:.875rem}
${recolour()}
@media (max-width:699px){
main,header,footer{padding-left:1rem;padding-right:1rem}
header{padding-top:1.5rem}
h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2.25rem}
.verdict{padding:1rem 1rem .6rem}
.checks li{grid-template-columns:1.1rem 1fr}
.checks li>span{grid-column:2}
.parts>.half{grid-column:1/-1}
.has-narrow .wide{display:none}.has-narrow .narrow{display:block}
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}
}
@media print{
:root{color-scheme:light;${variables(lightPalette)}}
body{font-size:10.5pt}
main,header,footer{max-width:none;padding:0}
nav,details{display:none}
.scroll{max-height:none;overflow:visible}
thead th{position:static}
h2,h3{break-after:avoid}
}
`.trim()
}
