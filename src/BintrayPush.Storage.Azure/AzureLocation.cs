using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.Azure;

/// <summary>
/// Where a container is: <c>az://container/prefix</c>, with <c>?account=name</c> where the environment names no account or another one.
/// The names of the environment are those of Azure's own command; credentials come from nowhere else (docs/store.md, "Buckets").
/// </summary>
public sealed record AzureLocation
{
    private const string Scheme = "az://";
    private const string Account = "AZURE_STORAGE_ACCOUNT";

    private readonly BucketAddress _address;

    private AzureLocation(BucketAddress address, Uri endpoint, bool isOther) =>
        (_address, Endpoint, IsOther) = (address, endpoint, isOther);

    /// <summary>The container.</summary>
    public string Container => _address.Bucket;

    /// <summary>What all keys begin with: empty, or it ends in a slash.</summary>
    public string Prefix => _address.Prefix;

    /// <summary>The blobs of the account.</summary>
    public Uri Endpoint { get; }

    /// <summary>Whether the account is another one than that of the environment, whose key is not for it.</summary>
    internal bool IsOther { get; }

    /// <summary>Whether a text names a container and not a folder.</summary>
    public static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a location.</summary>
    /// <param name="text">What was given.</param>
    /// <exception cref="BintrayException">400: it is none; the message says why and never shows what may be a secret.</exception>
    public static AzureLocation Parse(string text) => Parse(text, Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="text">What was given.</param>
    /// <param name="environment">The variables of the environment.</param>
    internal static AzureLocation Parse(string text, Func<string, string?> environment)
    {
        // What looks like a password is not shown, wherever it stands.
        if (!IsOne(text) || text.Contains('@', StringComparison.Ordinal))
        {
            throw BucketAddress.Refused(
                "an address of a container is az://container/prefix and has no key in it: credentials come from the environment "
                    + $"({AzureConnectionString.Variable}, or {Account} and AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN)");
        }

        var address = BucketAddress.Parse(text, Scheme);
        if (!IsContainer(address.Bucket))
        {
            throw BucketAddress.Refused(
                $"'{address.Bucket}' is no name of a container: 3 to 63 of a-z, 0-9 and '-', a letter or digit first and last, no '--'");
        }

        string? account = null;
        foreach (var (name, value) in address.Options)
        {
            account = name == "account" && IsAccount(value) ? value : throw BucketAddress.Refused(
                "the address of a container has 'account' behind its '?', 3 to 24 of a-z and 0-9, and something else is there");
        }

        var isOther = account is not null
            && account != environment(Account) && account != AzureConnectionString.Of(environment)?.Account;
        return new AzureLocation(address, EndpointOf(account, environment), isOther);
    }

    /// <summary>How messages call it.</summary>
    public override string ToString() => $"{_address.In(Scheme)} at {Endpoint.Authority}{Endpoint.AbsolutePath.TrimEnd('/')}";

    private static Uri EndpointOf(string? account, Func<string, string?> environment)
    {
        if (AzureConnectionString.Of(environment) is { } connection && (account is null || account == connection.Account))
        {
            return connection.Blobs;
        }

        if ((account is null || account == environment(Account))
            && environment("AZURE_STORAGE_SERVICE_ENDPOINT") is { Length: > 0 } endpoint)
        {
            return BucketAddress.EndpointOf(endpoint, withPath: true);
        }

        account ??= environment(Account);
        return IsAccount(account)
            ? new Uri($"https://{account}.blob.core.windows.net")
            : throw BucketAddress.Refused(
                $"no account of Azure is named: set {AzureConnectionString.Variable} or {Account}, or say "
                    + "az://container/prefix?account=name");
    }

    private static bool IsAccount(string? name) =>
        name is { Length: >= 3 and <= 24 } && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    private static bool IsContainer(string name) =>
        name.Length is >= 3 and <= 63 && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
            && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
}
