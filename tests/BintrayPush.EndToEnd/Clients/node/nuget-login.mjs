// The requests that the login action of NuGet makes in a job of GitHub Actions: a token for an audience, and a key for the token.
// With an argument the token is sent twice, and the second answer counts.
import { writeFileSync } from 'node:fs';

const { ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN, TOKEN_SERVICE_URL, AUDIENCE, NUGET_USER, KEY_FILE } = process.env;

const asked = await fetch(`${ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(AUDIENCE)}`, {
  headers: { Accept: 'application/json', Authorization: `Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN}`, 'User-Agent': 'actions/oidc-client' },
});
const { value } = await asked.json();

const exchange = () => fetch(TOKEN_SERVICE_URL, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${value}`, 'User-Agent': 'nuget/login-action' },
  body: JSON.stringify({ username: NUGET_USER, tokenType: 'ApiKey' }),
});
let answer = await exchange();
if (process.argv.length > 2) {
  answer = await exchange();
}

const body = JSON.parse(await answer.text());
if (answer.status !== 200) {
  console.log(`Token exchange failed (HTTP ${answer.status}): ${body.error}`);
  process.exit(1);
}

writeFileSync(KEY_FILE, body.apiKey);
console.log('got a key');
