import { App, HTTPReceiver } from '@slack/bolt';
import Database from 'better-sqlite3';

// The smallest Slack app that does what a turn of Share Check does on the wire and on the disk: verifies, acknowledges, commits
// one row and changes the window. To measure against.
const { PORT, SLACK_API_URL, SLACK_SIGNING_SECRET, ROW_BYTES, VIEWS, DATABASE } = process.env;

const database = new Database(DATABASE ?? ':memory:');
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE turns (id INTEGER PRIMARY KEY, row BLOB NOT NULL)');
const insert = database.prepare('INSERT INTO turns (row) VALUES (?)');
const row = Buffer.alloc(Number(ROW_BYTES), 7);
const views = JSON.parse(VIEWS ?? '[{}]');
let turns = 0;

const receiver = new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET ?? '' });
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B1', botUserId: 'U0' }),
  clientOptions: { slackApiUrl: SLACK_API_URL ?? '' },
});
app.action(/^/, async ({ ack, body, client }) => {
  await ack();
  insert.run(row);
  turns += 1;
  const view = views[turns % views.length];
  if ('view' in body && body.view !== undefined) await client.views.update({ view_id: body.view.id, view });
});
await app.start(Number(PORT));
