/** What stands on the pages without a script: by selector the words of the first element, or how many there are, or the words of all. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { rungLabels, rungNames } from '../../runner/analysis/findings/names-schema.ts';
import type { Change } from '../../runner/experiment/results/change-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { readResult } from '../../runner/experiment/results/read.ts';
import { statusName, statusSigns } from '../../runner/wording/rungs.ts';
import { headline, verdictPhrase } from '../../runner/wording/verdict.ts';
import { articles } from '../../site/words/article/contents.ts';
import { docsPages } from '../../site/words/docs/contents.ts';
import { references } from '../../site/words/references.ts';
import { base, publicSite } from '../browser/shared-site.ts';
import { buildResult } from '../fixtures/results/build-result.ts';
import { caseNamed, cases, hostileStrings } from '../fixtures/results/cases.ts';
import { madePairs } from '../fixtures/results/made-pairs.ts';
import {
  addresses,
  dist,
  expectAt,
  leadsTo,
  pageAt,
  publicDirectory,
  said,
  saidAt,
  textOf,
  type Wanted,
} from './page.ts';

const documentation = docsPages(readFileSync('docs/README.md', 'utf8'));
const dots = 'experiments/lstm-dots/';
const hostile = caseNamed('hostile');

const standing: Record<string, Record<string, Wanted>> = {
  '': {
    '.card:not(.sweep-card)': cases.length + Object.keys(articles).length,
    '.card:has(.verdict)': 8 + Object.keys(articles).length,
    '[data-card="gru-2-layers"] .verdicts': /remembers it.* · and 1 other feature/,
  },
  'compare/': {
    'table.experiments tbody tr': cases.length + Object.keys(articles).length,
  },
  [dots]: {
    '.badges li': '✔ Holds on new pages',
    '.certainty': /^Verdicts on 4 neurons/,
    'main > section[id] > h2:first-child': [
      'What it does',
      'Your sentence',
      'Should you believe it?',
      'Where it fails',
      'Other neurons',
    ],
    '[data-shown]': 'neuron 45',
    'table.evidence tbody.lead th': /^Neuron 45 /,
    '#does figcaption': /override neuron 45/,
    '.others b': ['143', '145', '47', '530'],
    '.believe > div': 4,
    '#does h3': ['Where the feature is present', 'Where the feature is absent'],
    '#does .strip-row:not(.axis)': 5,
    'table.evidence > tbody:first-of-type svg': 3,
    'table.evidence > tbody:first-of-type .excerpts .m': 20,
    'table.evidence > tbody:first-of-type [aria-label^="Direct effect of neuron 45"]': 1,
    'figure.group':
      /All 5 together: 0\.245 nats per token.*A linear probe of the whole layer reads the feature with a local AUC of 0\.990/,
    'figure.group tbody tr': 5,
    '.reading noscript p': /every one of the 672 neurons/,
    '.heatmap .body svg': 1,
    '#live .nothing': /not published/,
    '.equations .recorded dt': 'output gate, recorded',
    '#write-up': /was tested on the other half/,
  },
  'experiments/gru-2-layers/': {
    'nav [aria-current]': 'sentence end',
    '.write-up .byline': 'A. Student 25 November 2026',
    'figure.stretch .tokens bdi': 81 + 41,
    'figure.stretch figcaption': /^The caption of the author\./,
  },
  'experiments/gru-2-layers/commas/': {
    '.feature-name': 'commas',
    'figure.reading': 1,
    '.of-experiment a': caseNamed('gru-2-layers').title,
  },
  'experiments/lstm-spaces/': {
    'main > section[id] > h2:first-child': /How they oscillate/,
    '.spectra svg': 6,
    // Every peak inside of the band.
    '.spectra .caption span': Array(6).fill(/at 0\.(4\d*|5)\b/),
  },
  'experiments/no-carriers/': {
    '.answer': /^No token of the observed text carries this feature/,
    '.heatmap': /there is nothing to draw/,
  },
  'experiments/no-curve/': {
    '.certainty': /No test was run\./,
    '#learning-curve': /The checkpoint came without a learning curve\./,
    '.verdict, #does, #believe, #evidence': 0,
    '#live noscript p': /^With JavaScript, you can load the model here/,
    '#write-up': /No claim was tested in this run/,
  },
  'experiments/no-curve/atlas/': { '.lede': /it cannot be said which of this was learned/ },
  'experiments/hostile/': {
    '.of-experiment bdi': hostile.title,
    '.description': hostile.description ?? '',
    '.reading figcaption bdi': hostile.features[0]?.name ?? '',
    title: `${hostile.title} · RNN Atlas`,
    'main img[src=x], main img[onerror]': 0,
    'script:not([src]):not([type="application/json"])': 0,
  },
  'experiments/hostile/atlas/': {
    h1: 'What 160 neurons react to',
    // Neuron 0 remembers beyond all that was read, and of 160 every twelfth holds on for 20 tokens and more.
    '[aria-label="The neurons that remember longest"] a': /^0$/,
    h2: [
      'Neurons that move together',
      'Neuron 45',
      'What training taught',
      /^\d+ of 160 neurons remember more than \d+ tokens$/,
      'Every neuron, one row each',
    ],
    '[data-features] tbody tr, [aria-label="Features"] tbody tr': 4,
  },
  'experiments/hostile/pairs/': {
    '[aria-label="Right without each unit"] tbody tr:first-child': /none\s*40\s*1\.00\s*0?\.50\s*0?\.50\s*1\.00/,
    '[aria-label="Pairs that are right without each unit"] tbody tr:first-child': /^\s*5\s*40/,
    '[aria-label="What neuron 5 says to each form"] tbody tr:first-child': /one\s*is <\s*[-−]3\.00/,
    '[aria-label="Decoders made at one token and read at others"] tbody tr': 2,
    'article.pairs > details:last-of-type':
      /3 stand in the training text word for word.*Of the 77 others 77 are right/s,
  },
  'experiments/hostile/features/past-tense/': {
    '.answer': /past tense/,
    '.believe > div': 4,
    '.believe': /not asked/,
    '#fails': /A tagger decided which words carry this/,
    '#fails section': 3,
    '[data-tokens] bdi.f': /\w/,
    '#neurons svg.swarm': 1,
  },
  'experiments/rwkv4/': {
    '#cell summary': 'The network',
    '#cell .equations .recorded dt': 'weighted mean of values, recorded',
    '#cell .equations > div': 8,
    '#cell figcaption': /is the stream: a vector/,
    '#method': /RWKV-4, 2 layers, embedding of 100.*its own weights, the entries of each matrix in another order/,
    '[data-live]': 0,
  },
  'experiments/rwkv4/atlas/': { '.lede': /of the RWKV-4 that reads subwords/ },
  'sweeps/which-size/': {
    h1: 'Which size and <i>rate</i>?',
    // The mean of one seed, for the other was stopped.
    '#settings tbody tr': /^1280\.001gru1.*3\.0541 \(one seed\)/,
    '#settings': /Of the first two settings one has a single seed/,
    '#again pre': 'npm run experiment small.yaml model.units=32 seed=0',
    // None of those that failed, were stopped or have not ended.
    'figure svg circle': 9 * 13,
  },
  'docs/start/': {
    '[aria-label=Documentation] a': documentation.map(({ title }) => title),
    '[aria-label=Documentation] [aria-current]': documentation[0]?.title ?? '',
  },
  'search/': { '[data-search-all] a[href$="glossary/#hidden-state"]': 'Hidden state' },
  'methods/': {
    ...Object.fromEntries(rungNames.map((rung) => [`#rung-${rung} strong`, /\?/])),
    ...Object.fromEntries(rungNames.map((rung) => [`#rung-${rung} [aria-label=Sources] a`, /\w/])),
  },
};

describe.each(Object.entries(standing))('/%s', (address, wanted) => {
  it.each(Object.entries(wanted))('%s', (selector, each) => expectAt(address, selector, each));
});

it('the documentation has every key, command, error and function', () => {
  expect(saidAt('docs/manifest/', 'td')).toContain('minimumCount');
  expect(saidAt('docs/program/', 'h3')).toContain('open');
});

it('every claim is a row: its verdict first, then each rung by sign and word, and below its headline', () => {
  const { claims } = JSON.parse(textOf(`results/lstm-dots/claims.json`)) as { claims: Claim[] };
  const bodies = [...pageAt(dots).querySelectorAll('table.evidence > tbody')];
  expect(bodies.map((body) => [...body.querySelectorAll(':scope > tr:first-child > *, .sentence')].map(said))).toEqual(
    claims.map((claim) => [
      expect.stringContaining(`Neuron ${claim.neuron} `),
      verdictPhrase(claim),
      expect.stringContaining('AUC'),
      ...rungNames.map((rung) => {
        const { status } = claim.rungs[rung];
        return expect.stringMatching(new RegExp(`^${statusSigns[status]} ${statusName(status)}`));
      }),
      headline(claim),
    ]),
  );
  expectAt(dots, 'h1', headline(claims.find(({ lead }) => lead) ?? expect.fail('none leads')));
  const statuses = claims.flatMap(({ rungs }) => Object.values(rungs).map(({ status }) => status));
  expect([...new Set(statuses)].sort()).toEqual(['failed', 'not applicable', 'not run', 'not testable', 'passed']);
  expect(saidAt(dots, 'table.evidence > thead th').slice(-rungNames.length)).toEqual(
    rungNames.map((rung) => rungLabels[rung]),
  );
});

it('a claim has its numbers with their intervals, and in the place of what was not measured why', () => {
  const rows = saidAt(dots, 'table.evidence > tbody:first-of-type tr');
  expect(rows).toContainEqual(expect.stringMatching(/^Local AUC \(0\.5: no effect\).*0\.\d{3} to 0\.\d{3}$/));
  const kinds = ['Highest', 'Lowest', 'From low to high', 'At random'];
  expect(saidAt(dots, 'table.evidence > tbody:first-of-type :is(h3, h4, h5)')).toEqual(expect.arrayContaining(kinds));
  const untested = saidAt(dots, 'table.evidence > tbody:nth-of-type(4)').join();
  expect(untested).toContain('Set seeds=5 to train 5 networks and compare them.');
});

it('the methods show the rates of the calibration with their intervals and verdicts', () => {
  const rows = saidAt('methods/', 'table tr');
  // 92 of 1,000, by the quantiles of the beta distribution (SciPy); the invented interval is another.
  expect(rows).toContainEqual(
    expect.stringMatching(
      /Held out\s*nothing\s*9\.2% \(7\.5% to 11\.2%\) of 1,000\s*9\.2% \(7\.4% to 11%\) of 1,000, trend along documents\s*✖\s*not as it should/,
    ),
  );
});

it('hostile tokens are shown as text or as signs', () => {
  const tokens = [...pageAt('experiments/hostile/').querySelectorAll('[data-tokens] bdi')].map((t) => t.textContent);
  for (const token of hostileStrings) expect(tokens).toContain(token === '\u202e' ? 'U+202E' : token);
  expect(tokens.join('')).not.toContain('\u202e');
});

it('a card has as much text of subwords as of words, and of letters about as much', () => {
  for (const [id, tokens] of Object.entries({ 'lstm-dots': 110, rwkv4: 110, 'rnn-characters': 260 })) {
    const { texts, detection } = buildResult(caseNamed(id)).result;
    const shown = pageAt('').querySelector(`[data-card="${id}"] .strip`)?.textContent?.replace(/\n/g, ' ');
    const all = texts[detection.on].tokens.map((token) => token.replace('\n', ' '));
    const stretches = all.map((_, at) => all.slice(at, at + tokens).join(''));
    expect(stretches, id).toContain(shown);
  }
});

it('numbers in a write-up come from the result', async () => {
  const { observation, features } = await readResult(join(publicDirectory, 'results', 'gru-2-layers'));
  const [text = ''] = saidAt('experiments/gru-2-layers/', '#write-up');
  expect(text).toContain(`a perplexity of ${observation.perplexity?.toFixed(1)}.`);
  expect(text).toContain(`${features[1]?.carriers} are commas`);
  expect(text).not.toContain('Nothing was tested.');
});

it('a list of tests has entries, and a page without an atlas says why', () => {
  const empty = addresses.filter((address) =>
    [...pageAt(address).querySelectorAll('main h2 + ul')].some((list) => list.children.length === 0),
  );
  expect(empty).toEqual([]);
  expectAt('experiments/all-carriers/', '#others .downloads', /^No atlas was published with this result/);
});

it('other addresses of a page lead to it', () => {
  expect(leadsTo('experiments/gru-2-layers/sentence-end/')).toBe(`${base}experiments/gru-2-layers/`);
  expect(leadsTo('experiments/gru-2-layers/commas/')).toBeNull();
  expect(leadsTo('experiments/gru-2-layers/write-up/')).toBe(`${base}experiments/gru-2-layers/#write-up`);
  expect(leadsTo('features/')).toBe(`${base}search/#feature`);
  // Else a browser asks the host for a /favicon.ico that is not there.
  for (const address of ['features/', 'experiments/hostile/atlas/memory/'])
    expect(textOf(`${address}index.html`)).toContain(
      `<link rel="icon" type="image/svg+xml" href="${base}favicon.svg">`,
    );
  // What an experiment asks for has its page there.
  expect(leadsTo('experiments/hostile/features/feature-1/')).toBe(`${base}experiments/hostile/`);
});

describe('the articles', () => {
  it.each(Object.entries(articles))('%s says of what it tells, who wrote it and how to cite it', (id, article) => {
    const address = `articles/${id}/`;
    expect(saidAt('articles/', 'main a')).toContain(article.title);
    expectAt(address, 'h1', article.title);
    expectAt(address, '.byline time', /^\d+ \w+ \d{4}$/);
    expectAt(address, 'article pre', `npm run experiment experiments/${article.experiment}.yaml`);
    const [whole = ''] = saidAt(address, 'main');
    expect(whole.split('Cite as:')[1]).toContain(article.title);
    for (const work of article.references) expect(whole).toContain(references[work][1]);
  });

  it('both ends of the neuron in the reader’s hand stand still', () => {
    const change = JSON.parse(textOf('results/quotes/change.json')) as Change;
    const counts = [1, 9].map((run) => change.sentences[0]?.runs[run]?.ends.filter((end) => end !== -1).length);
    const [still = ''] = saidAt('', '#change .still');
    expect(still).toContain(`${counts[0]} of 40 close the quotation when neuron 408 is held at ‘somebody speaks’`);
    expect(still).toContain(`${counts[1]} of 40 close the quotation when neuron 408 is held at ‘nobody speaks’`);
    expectAt(
      '',
      '#change .board + .together',
      /^The first sentence shows the largest effect of \d+ .* All \d+ together: /,
    );
  });
});

describe('what a reader takes away', () => {
  /** By file, its columns. */
  const tables = {
    relevance: 5,
    heatmap: 5,
    spectra: 4,
    'learning-curve': 6,
    'token-vectors': 4,
    neighbours: 4,
    lags: 8,
    events: 6,
    does: 14,
    places: 16,
    groups: 10,
    emergence: 6,
  };
  it.each(['lstm-dots', 'hostile'])('the data of every figure of %s, and its result', (id) => {
    for (const [name, columns] of Object.entries(tables)) {
      expectAt(`experiments/${id}/`, `#data a[href$="${name}.csv"]`, 1);
      // Another reader than the writer; it refuses rows of other lengths.
      const rows: string[][] = parseCsv(textOf(`experiments/${id}/${name}.csv`));
      expect(rows.length).toBeGreaterThan(5);
      expect(rows[0], name).toHaveLength(columns);
    }
    expect(JSON.parse(textOf(`results/${id}/result.json`)).id).toBe(id);
  });

  it('the trials of a sweep, a neuron, a feature, and the doses of pairs', () => {
    const trials = textOf('sweeps/which-size/trials.csv').trim().split('\n');
    expect(trials).toHaveLength(1 + 18);
    expect(trials[1]).toMatch(/^trial-0,done,32,0\.001,gru,0,3,9,40,10000,20,/);
    const neuron = JSON.parse(textOf('experiments/hostile/neurons/5.json'));
    expect([neuron.neuron, Object.keys(neuron.effects).length > 2]).toEqual([5, true]);
    expect(JSON.parse(textOf('experiments/hostile/features/past-tense.json')).best.length).toBeGreaterThan(0);
    const [set] = madePairs.sets;
    const doses = textOf('experiments/hostile/pairs/doses.csv').trim().split('\n');
    expect(doses).toHaveLength(1 + (set?.profiles?.neurons.length ?? 0) * 21 * 4);
  });

  /** The name of the first element and the words of its title; throws where it is no XML. */
  function drawn(svg: string): string {
    const names: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name }) => names.push(name));
    parser.write(svg).close();
    for (const runs of ['script', 'img']) expect(names).not.toContain(runs);
    return `${names[0]} ${/<title>([^<]*)/.exec(svg)?.[1]}`;
  }

  it('drawings that need no style sheet and run nothing, a hostile text’s too', () => {
    const links = pageAt(dots).querySelectorAll('table.evidence > tbody:first-of-type .downloads a');
    const files = [...links].map((a) => (a.getAttribute('href') ?? '').slice(base.length));
    expect(files).toHaveLength(7);
    for (const file of files) {
      expect(textOf(file)).not.toContain('var(');
      expect(drawn(textOf(file))).toMatch(/^svg .*“sentence end”.*neuron 45 |^svg .*neuron 45 .*“sentence end”/);
    }
    const folder = 'experiments/hostile';
    const names = readdirSync(join(dist, folder)).filter((name) => name.endsWith('.svg'));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(drawn(textOf(`${folder}/${name}`))).toMatch(/^svg/);
    const offered = saidAt(dots, '#data a[href$=".svg"]').join(' ');
    for (const figure of ['text-observed', 'heatmap', 'learning-curve-loss', 'fourier', 'spectrum'])
      expect(offered).toContain(figure);
  });

  it('a title, a line and a picture for other sites, by public addresses', () => {
    const told = (property: string) =>
      pageAt(dots).querySelector(`meta[property="${property}"]`)?.getAttribute('content');
    expect(told('og:title')).toContain('Neurons that fall silent');
    expect(told('og:description')).toContain('euron');
    expect(told('og:url')).toBe(`${publicSite}${base}${dots}`);
    expect(told('og:image')).toBe(`${publicSite}${base}${dots}card.png`);
    for (const card of [`${dots}card.png`, 'card.png']) {
      const png = readFileSync(join(dist, card));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    }
  });

  it('citations with the public address', () => {
    const address = `${publicSite}${base}${dots}`;
    expect(saidAt(dots, '#method pre').find((each) => each.includes('@misc'))).toContain(`url = {${address}}`);
    expect(textOf(`${dots}CITATION.cff`)).toContain(address);
    expect(textOf(`${dots}citation.bib`)).toContain('@misc{rnn-atlas-lstm-dots,');
  });
});
