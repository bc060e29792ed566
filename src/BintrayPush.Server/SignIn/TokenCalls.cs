using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.SignIn;

/// <summary>
/// A key for an hour, in exchange for an identity token: the call of NuGet's trusted publishing, so that its clients work as they are.
/// </summary>
internal sealed partial class TokenCalls(
    TokenCheck check, IssuedKeys issued, GuessLimit limit, bool forwarded, TimeProvider time, ILogger<TokenCalls> logger)
{
    private const string Scheme = "Bearer ";

    private static readonly TimeSpan Worth = TimeSpan.FromHours(1);

    public IEnumerable<CallRoute> Routes => [new("POST", "api/v2/token", Needs.Nothing, ExchangeAsync)];

    private async Task ExchangeAsync(Call call)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(call, StatusCodes.Status401Unauthorized, "an identity token is expected: Authorization: Bearer <token>");
            return;
        }

        var fields = await call.ReadFieldsAsync();
        if (fields.Text("username") is not { Length: > 0 } user)
        {
            await RefuseAsync(call, StatusCodes.Status400BadRequest, "'username' is missing");
            return;
        }

        if (fields.Text("tokenType") is { } type && !type.Equals("ApiKey", StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(call, StatusCodes.Status400BadRequest, "'tokenType' can be 'ApiKey' alone");
            return;
        }

        var address = CallerAddress.Of(call.Http, forwarded);
        limit.Begin(address);
        var (policy, reason) = await check.FindPolicyAsync(user, header[Scheme.Length..].Trim(), call.Cancellation);
        if (policy is null)
        {
            Refused(LogText.Clean(user), LogText.Clean(reason));
            await RefuseAsync(call, StatusCodes.Status401Unauthorized, "the token is refused; the log of the server says why");
            return;
        }

        limit.TakeBack(address);
        var expires = time.GetUtcNow() + Worth;
        var key = await issued.IssueAsync(
            new IssuedKey
            {
                User = user,
                Subject = policy.Subject,
                Scope = policy.Scope,
                Policy = policy.Id,
                IsOfUser = policy.IsOfUser,
                Expires = expires,
            },
            call.Cancellation);
        Issued(LogText.Clean(user), policy.Id);
        call.Http.Response.Headers.CacheControl = "no-store";
        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("tokenType", "ApiKey");
            json.WriteString("expires", expires);
            json.WriteString("apiKey", key);
            json.WriteEndObject();
        });
    }

    private static Task RefuseAsync(Call call, int status, string error) => Answer.JsonAsync(call.Http, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteEndObject();
    });

    [LoggerMessage(50, LogLevel.Information, "A key for an hour was issued to '{User}' by policy {Policy}")]
    private partial void Issued(string user, string policy);

    [LoggerMessage(51, LogLevel.Warning, "An identity token for '{User}' was refused: {Reason}")]
    private partial void Refused(string user, string reason);
}
