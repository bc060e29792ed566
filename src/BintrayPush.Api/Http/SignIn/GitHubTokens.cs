using System.Net.Http.Headers;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>Tokens of GitHub Actions, which has them for jobs with the permission <c>id-token: write</c>.</summary>
internal sealed class GitHubTokens(string address, string permit)
    : AskedTokens("GitHub Actions", address, AddressVariable, permit, PermitVariable)
{
    public const string AddressVariable = "ACTIONS_ID_TOKEN_REQUEST_URL";
    public const string PermitVariable = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

    protected override string Field => "value";

    protected override HttpRequestMessage Ask(string audience)
    {
        var question = new HttpRequestMessage(
            HttpMethod.Get, $"{Address}{(Address.IndexOf('?') >= 0 ? "&" : "?")}audience={Uri.EscapeDataString(audience)}");
        question.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json; api-version=2.0"));
        return question;
    }
}
