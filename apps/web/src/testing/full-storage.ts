/** The browser gives up the transaction of one write, as it does when there is no room: the `which`th from now on. */
export function failOnWrite(which: number): { readonly mockRestore: () => void } {
  let writes = 0;
  const spies = (['add', 'put'] as const).map((method) => {
    const real = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, method)?.value as IDBObjectStore['put'];
    return jest.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
      this: IDBObjectStore,
      ...given: Parameters<IDBObjectStore['put']>
    ) {
      const request = real.apply(this, given);
      writes += 1;
      if (writes === which) this.transaction.abort();
      return request;
    });
  });
  return {
    mockRestore() {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
