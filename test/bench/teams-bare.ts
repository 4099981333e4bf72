import Database from 'better-sqlite3';
import {
  ActivityHandler,
  type AdaptiveCardInvokeResponse,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  MessageFactory,
  type Request,
  type Response,
  type TurnContext,
} from 'botbuilder';
import restify from 'restify';

// The smallest bot that does what a turn of Share Check does on the wire and on the disk: takes a press, commits one row, updates
// the card and answers with it. To measure against.
const { PORT, ROW_BYTES, CARDS, DATABASE } = process.env;

const database = new Database(DATABASE ?? ':memory:');
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE IF NOT EXISTS turns (id INTEGER PRIMARY KEY, row BLOB NOT NULL)');
const insert = database.prepare('INSERT INTO turns (row) VALUES (?)');
const row = Buffer.alloc(Number(ROW_BYTES), 7);
const cards = JSON.parse(CARDS ?? '[{}]');
let turns = 0;

class Bot extends ActivityHandler {
  protected override async onAdaptiveCardInvoke(context: TurnContext): Promise<AdaptiveCardInvokeResponse> {
    insert.run(row);
    turns += 1;
    const { replyToId = '' } = context.activity;
    const card = cards[turns % cards.length];
    const message = MessageFactory.attachment(CardFactory.adaptiveCard(card));
    await context.updateActivity({ ...message, id: replyToId });
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
  }
}

const credentials = new ConfigurationServiceClientCredentialFactory({});
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}, credentials));
const bot = new Bot();

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as Request, response as Response, (context) => bot.run(context));
});
server.listen(Number(PORT), '127.0.0.1');

// Only a process that comes to its end writes down its compiled code.
process.once('SIGTERM', () => process.exit());
