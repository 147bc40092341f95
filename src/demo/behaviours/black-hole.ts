/** Takes the connection and never says a word. */
import { defineBehaviour } from '../define-behaviour.ts';

export default defineBehaviour({
  summary: 'accepts and never answers',
  weight: 35,
  claims: ['http', 'https'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['no-answer'] },
  latencyMs: [1, 2],
  // What the client says is read and dropped, or its hanging up would not be noticed.
  serve: ({ socket }) => void socket.resume(),
});
