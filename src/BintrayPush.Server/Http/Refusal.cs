namespace BintrayPush.Server.Http;

/// <summary>
/// What the server itself says no to, and in which words. Fragments that clients match on are those of the protocol reference,
/// section 2; what the store refuses comes with the store's own words.
/// </summary>
internal static class Refusal
{
    /// <summary>The words that tests of real clients look for.</summary>
    public const string NeedsAuthentication = "This resource requires authentication";

    /// <summary>Ivy compares the realm letter by letter (reference 1.2).</summary>
    public const string Challenge = "Basic realm=\"Bintray API Realm\"";

    public static BintrayException Unauthenticated() => new(BintrayException.Unauthorized, NeedsAuthentication);

    /// <summary>The same whether there is such a user or not.</summary>
    public static BintrayException NoNuGetKey() =>
        new(BintrayException.Unauthorized, $"{NeedsAuthentication}: the key in X-NuGet-ApiKey was not accepted; its form is user:key");

    /// <summary>One word, as the original service said it (reference, section 2): clients compare it.</summary>
    public static BintrayException Forbidden(string? hint = null) => new(BintrayException.Forbidden, "forbidden") { Hint = hint };

    public static BintrayException Forbidden(string needed, string subject) => Forbidden($"this needs {needed} rights on '{subject}'");

    public static BintrayException ReadOnly() =>
        new(BintrayException.Forbidden, "forbidden: this server is read-only at present and takes no uploads");

    public static BintrayException NoRepository(string name) => NotFound("Repo", name);

    public static BintrayException NoPackage(string name) => NotFound("Package", name);

    public static BintrayException NoVersion(string name) => NotFound("Version", name);

    public static BintrayException NoFile(string path) => NotFound("File", path);

    public static BintrayException NoRelease(ReleaseAddress release) => NotFound("Release", release.Id.Name);

    public static BintrayException NoLeg(ReleaseAddress release, LegName leg) => NotFound($"In release '{release.Id}', leg", leg.Name);

    public static BintrayException NoKey(string subject) => NotFound("Key of", subject);

    public static BintrayException NoProduct(string name) => NotFound("Product", name);

    public static BintrayException ProductExists(string name) => new(BintrayException.Conflict, $"Product '{name}' already exists");

    /// <summary>Artifactory goes on with a warning where a refusal begins with these words (reference, section 2).</summary>
    public static BintrayException TooManyProducts(int limit) =>
        new(BintrayException.Forbidden, $"Max amount of products ({limit}) is reached");

    public static BintrayException TooManyWebhooks(int limit) => new(BintrayException.Forbidden, $"a user may register {limit} webhooks");

    public static BintrayException NoWebhook(string package) => NotFound("Webhook", package);

    public static BintrayException NoUser(string name) => NotFound("User", name);

    public static BintrayException NoSubject(string name) => NotFound("Organization", name);

    public static BintrayException NoRoute(string path) => new(BintrayException.NotFound, $"There is nothing at '{path}'");

    public static BintrayException WrongMethod(string method, string path) => new(405, $"{method} is not possible at '{path}'");

    public static BintrayException BadRequest(string message) => new(BintrayException.BadRequest, message);

    public static BintrayException TwoLengths() =>
        BadRequest("the request has a Content-Length and a Transfer-Encoding: two readers could see two requests in it");

    public static BintrayException NotJson(string why) => BadRequest($"the body is not JSON that can be read: {why}");

    public static BintrayException TooLarge(string what, long limit) => new(413, $"{what} is larger than {limit} bytes");

    public static BintrayException TooManyBodies() =>
        new(BintrayException.Unavailable, "too many large bodies are being worked on; try again")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    public static BintrayException TooManyGuesses(TimeSpan wait) =>
        new(BintrayException.TooMany, "too many wrong API keys came from your address; wait")
        {
            RetryAfter = wait,
        };

    public static BintrayException TooManyRequests(int perMinute, TimeSpan wait) =>
        new(BintrayException.TooMany, $"more than {perMinute} requests came from you in a minute; wait")
        {
            RetryAfter = wait,
        };

    public static BintrayException TooManyPassphrases(TimeSpan wait) =>
        new(BintrayException.TooMany, "too many wrong passphrases came from you for the key of this subject; wait")
        {
            RetryAfter = wait,
        };

    public static BintrayException NoAddressRestrictions() =>
        new(BintrayException.Forbidden, "Your repo commercial type does not support IP restrictions.");

    public static BintrayException NotOffered(string what) => new(BintrayException.Forbidden, $"{what} is not offered by this server");

    public static BintrayException WindowIsOver(string version, int days) =>
        new(
            BintrayException.Forbidden,
            $"forbidden: version '{version}' was published more than {days} days ago and can no longer be changed");

    public static BintrayException WrongChecksum(string name, string announced, string found) =>
        new(BintrayException.Conflict, $"the {name} checksum of what came is {found}, not the announced {announced}");

    private static BintrayException NotFound(string kind, string name) => new(BintrayException.NotFound, $"{kind} '{name}' was not found");
}
