// What a gulpfile does: files go through the plugin, which takes name and version from package.json.
const fs = require('fs');
const path = require('path');
const bintray = require('gulp-bintray');
const { File } = require('gulp-util');

const { SERVICE_URL, SERVICE_USER, SERVICE_KEY, REPOSITORY } = process.env;
const [organization, repository] = REPOSITORY.split('/');
const stream = bintray({ username: SERVICE_USER, apikey: SERVICE_KEY, organization, repository, baseUrl: SERVICE_URL, pkg: {} });

stream.on('error', fault => {
  console.error(fault.message);
  process.exitCode = 1;
});
for (const name of process.argv.slice(2)) {
  stream.write(new File({ cwd: process.cwd(), base: process.cwd(), path: path.resolve(name), contents: fs.readFileSync(name) }));
}
stream.end();
stream.resume();
