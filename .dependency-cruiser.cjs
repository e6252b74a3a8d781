// The directions of imports, as written in server/decisions/011-rooms-and-directions.md.
// tests/architecture proves with forbidden imports of its own that these rules see.
const ladder = ['campaigns', 'petitions', 'ledger', 'signatures', 'letters', 'organizers', 'pages']
const feature = (name) => `^server/features/${name}/`
const verification = '^server/contract/verification/'
const outsideHttp = '^server/(app|main)\\.ts$|^server/(http|live)/|/routes\\.ts$|^tests/'

/** A rung may import from the rungs below it only. */
const upward = ladder.slice(0, -1).map((name, rung) => ({
  name: `ladder-${name}`,
  severity: 'error',
  comment: 'features look down the ladder only',
  from: { path: feature(name) },
  to: { path: `^server/features/(${ladder.slice(rung + 1).join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'legislators-stand-alone',
      severity: 'error',
      comment: 'who represents whom has nothing to do with who signs what; letters and pages bring the two together',
      from: { path: feature('legislators') },
      to: { path: '^server/features/', pathNot: feature('legislators') },
    },
    {
      name: 'signing-knows-no-legislators',
      severity: 'error',
      from: { path: `^server/features/(${ladder.slice(0, 4).join('|')})/` },
      to: { path: feature('legislators') },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      comment: 'the contract imports zod and itself',
      from: { path: '^server/contract/' },
      to: { pathNot: '^server/contract/|^node_modules/zod/' },
    },
    {
      name: 'lib-stands-alone',
      severity: 'error',
      from: { path: '^server/lib/' },
      to: { pathNot: '^server/lib/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'infrastructure-knows-no-feature',
      severity: 'error',
      from: { path: '^server/(db|jobs|mail|live|http)/', pathNot: '^server/db/tables\\.ts$' },
      to: { path: '^server/features/' },
    },
    {
      name: 'no-foreign-routes-or-tasks',
      severity: 'error',
      from: { path: '^server/features/([^/]+)/' },
      to: { path: '^server/features/[^/]+/(routes|tasks)\\.ts$', pathNot: '^server/features/$1/' },
    },
    {
      name: 'fastify-at-the-edge',
      severity: 'error',
      from: { pathNot: outsideHttp },
      to: { path: '^node_modules/(fastify|@fastify/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nodemailer-in-one-place',
      severity: 'error',
      from: { pathNot: '^server/mail/smtp-mailer\\.ts$|^tests/' },
      to: { path: '^node_modules/nodemailer/' },
    },
    { name: 'mails-know-no-server', severity: 'error', from: { path: '^emails/' }, to: { path: '^(server|web)/' } },
    {
      name: 'web-sees-the-contract-only',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^server/', pathNot: '^server/contract/' },
    },
    {
      name: 'web-features-apart',
      severity: 'error',
      from: { path: '^web/features/([^/]+)/' },
      comment: 'but for the form that signs, and the pieces that show claims with their sources',
      to: {
        path: '^web/features/',
        pathNot: ['^web/features/$1/', '^web/features/signing/sign-form\\.tsx$', '^web/features/evidence/[^/]+$'],
      },
    },
    {
      name: 'workspace-apart',
      severity: 'error',
      comment: 'no public page loads any of the workspace',
      from: { path: '^web/', pathNot: '^web/features/organizers/|^web/app/workspace\\.tsx$|^web/entry-organize\\.tsx$' },
      to: { path: '^web/features/organizers/|^web/app/workspace\\.tsx$|^node_modules/(react-router|recharts)/' },
    },
    { name: 'ui-knows-no-feature', severity: 'error', from: { path: '^web/(ui|api|i18n)/' }, to: { path: '^web/(features|app)/' } },
    {
      name: 'public-pages-load-no-zod',
      severity: 'error',
      comment: 'import type { … } keeps a schema out of the browser',
      from: { path: '^web/' },
      to: { path: '^server/contract/', pathNot: verification, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'verification-on-its-page-only',
      severity: 'error',
      comment: 'the one code of the contract that a browser runs, and only where it is wanted',
      from: { path: '^web/', pathNot: '^web/features/verify/' },
      to: { path: verification, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'verification-stands-alone',
      severity: 'error',
      comment: 'no zod, no Node: it runs in a browser and in the command',
      from: { path: verification },
      to: { pathNot: verification, dependencyTypesNot: ['type-only'] },
    },
    { name: 'product-knows-no-test', severity: 'error', from: { path: '^(server|web|emails)/' }, to: { path: '^tests/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$|\\.po$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
}
