import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type Request,
  type Response,
} from 'botbuilder';
import restify from 'restify';

// The smallest bot that botbuilder and restify make together, to measure against: it gives back what is said, and nothing else.
const credentials = new ConfigurationServiceClientCredentialFactory({
  MicrosoftAppId: process.env.MicrosoftAppId ?? '',
  MicrosoftAppType: 'MultiTenant',
  MicrosoftAppPassword: process.env.MicrosoftAppPassword ?? '',
});
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}, credentials));
const bot = new ActivityHandler();
bot.onMessage(async (context, next) => {
  await context.sendActivity(context.activity.text);
  await next();
});

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as Request, response as Response, (context) => bot.run(context));
});
server.listen(Number(process.env.PORT), '127.0.0.1');

// Only a process that comes to its end writes down its compiled code, where NODE_COMPILE_CACHE asks for that.
process.once('SIGTERM', () => process.exit());
