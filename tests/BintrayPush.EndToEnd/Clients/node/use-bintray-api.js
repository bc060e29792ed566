// Prints the packages of the repository and the files of one of them.
const Bintray = require('bintray-api');

const { SERVICE_URL, SERVICE_USER, SERVICE_KEY, REPOSITORY } = process.env;
const [owner, repo] = REPOSITORY.split('/');
const client = new Bintray({ user: SERVICE_USER, apiKey: SERVICE_KEY, owner, repo });
settings.apiUrl = SERVICE_URL; // Its only way in: a global that the constructor leaves behind.

(async () => {
  console.log(await client.packages.get());
  console.log(await client.packages.files(process.argv[2]));
})();
