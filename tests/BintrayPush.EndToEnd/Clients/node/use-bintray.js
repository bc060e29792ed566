// Every step prints a line: its name, the status, and the answer as JSON.
const Bintray = require('bintray');

const { SERVICE_URL, SERVICE_USER, SERVICE_KEY, REPOSITORY } = process.env;
const [organization, repository] = REPOSITORY.split('/');
const client = new Bintray({ username: SERVICE_USER, apikey: SERVICE_KEY, organization, repository, baseUrl: SERVICE_URL });
const file = process.argv[2];

const steps = [
  ['no package', () => client.getPackage('lib')],
  ['package', () => client.createPackage({ name: 'lib', desc: 'A library', labels: ['a', 'b'], licenses: ['MIT'], vcs_url: 'https://example.org/lib.git' })],
  ['change package', () => client.updatePackage('lib', { desc: 'Another text' })],
  ['package attributes', () => client.setPackageAttrs('lib', [{ name: 'level', values: [1, 2], type: 'number' }])],
  ['read attributes', () => client.getPackageAttrs('lib', 'level')],
  ['version', () => client.createPackageVersion('lib', { name: '1.0', desc: 'The first' })],
  ['upload', () => client.uploadPackage('lib', '1.0', file, 'some/where/file.bin')],
  ['publish', () => client.publishPackage('lib', '1.0')],
  ['upload and publish', () => client.uploadPackage('lib', '1.0', file, 'some/where/public.bin', true)],
  ['maven', () => client.mavenUpload('lib', '1.0', file, 'org/acme/lib/1.0/lib-1.0.jar')],
  ['upload again', () => client.uploadPackage('lib', '1.0', file, 'some/where/file.bin')],
  ['packages', () => client.getPackages()],
  ['read package', () => client.getPackage('lib')],
  ['read version', () => client.getPackageVersion('lib')],
  ['find file', () => client.searchFile('public.bin', repository)],
  ['discard', () => client.publishPackage('lib', '1.0', true)],
];

(async () => {
  for (const [name, step] of steps) {
    const answer = await step().catch(refusal => refusal);
    console.log(`${name}: ${answer.code} ${JSON.stringify(answer.data)}`);
  }
})();
