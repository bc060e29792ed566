namespace BintrayPush.Storage.Store;

/// <summary>A store whose contents can be fetched from where it keeps them, by addresses that need no login and hold for a while.</summary>
public interface IContentAddresses
{
    /// <summary>
    /// The address of a content. Whoever has it has the content: it is for one caller who may read the file, and for no log.
    /// </summary>
    /// <param name="key">The content.</param>
    /// <param name="type">The media type that the answer there is to have.</param>
    /// <param name="fileName">The name under which a browser is to save it.</param>
    /// <param name="lifetime">How long the address holds.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">503: there are no credentials that it could be signed with.</exception>
    Task<Uri> AddressOfAsync(string key, string type, string fileName, TimeSpan lifetime, CancellationToken cancellation);
}

/// <summary>A content that a store has opened, and that knows under which key it is stored.</summary>
public interface IStoredContent
{
    /// <summary>Its key.</summary>
    string Key { get; }
}
