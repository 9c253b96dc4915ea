// What the pages have in common.

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** The way to the extension, and what the page remembers while it is hidden. */
export function api<Message, State = unknown>() {
  const code = acquireVsCodeApi();
  return {
    post: (message: Message) => code.postMessage(message),
    remembered: code.getState() as State | undefined,
    remember: (state: State) => code.setState(state),
  };
}

/** An element that the page has. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}
