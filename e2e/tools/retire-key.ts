/** Retires the key of one account, so that it may enrol another. The server must not be running. */
import { openDatabase } from '@sos/database';

const [folder, address] = process.argv.slice(2);
if (!folder || !address) throw new Error('usage: retire-key <data folder> <address>');

const { prisma, close } = await openDatabase({ dataFolder: folder });
await prisma.publicKey.updateMany({ where: { account: { email: address } }, data: { retiredAt: new Date() } });
await close();
