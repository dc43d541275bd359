import type { Manifest } from '../export/manifest.js';
import { campaignSection } from './campaign-section.js';
import { dataSections } from './data-sections.js';
import { figureCards, notices } from './head-sections.js';
import { html, trusted } from './html.js';
import { style } from './style.js';

/**
 * A run as one page: what each campaign came to and why, how it changed, what it was made from. It is made from the
 * manifest alone, so that the same run gives the same bytes; it has no script, asks for nothing from anywhere, and says
 * nothing of any one person.
 */
export function reportPage(manifest: Manifest): string {
  const { runId, asOf, validUntil, forSending, policy, campaigns } = manifest;
  const badge = forSending
    ? html`<span class="badge good">for sending</span>`
    : html`<span class="badge bad">replay: not for sending</span>`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Run ${runId} as of ${asOf}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
<header>
<h1>Run as of ${day(asOf)} ${badge}</h1>
<p class="sub">${asOf}${forSending ? html`, lists valid until ${validUntil}` : ''} · run <code>${runId}</code> · policy ${policy.id} ${policy.version}</p>
</header>
${figureCards(manifest)}
${notices(manifest)}
${campaigns.map((campaign) => campaignSection(campaign, manifest))}
${dataSections(manifest)}
<footer>Made from manifest.json of the run. Counts of persons; nothing here names anybody. Figures of few persons are shown as they are: treat this page as internal.</footer>
</main>
</body>
</html>
`;
  return page.html;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `22 November 2026`; an as-of is an instant in UTC. */
function day(asOf: string): string {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d{2})-(\d{2})/.exec(asOf) ?? [];
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}
