using System.Text;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>
/// Tokens of Azure Pipelines, which gives them to steps that got <c>System.AccessToken</c>. Their audience is always the same; what they
/// say of the build hangs on the service connection that is named.
/// </summary>
internal sealed class AzureTokens(string address, string permit, string? serviceConnection)
    : AskedTokens("Azure Pipelines", address, AddressVariable, permit, PermitVariable)
{
    public const string AddressVariable = "SYSTEM_OIDCREQUESTURI";
    public const string PermitVariable = "SYSTEM_ACCESSTOKEN";

    private readonly string? _serviceConnection = serviceConnection;

    protected override string Field => "oidcToken";

    public override bool IsSameAs(IdentitySource other) =>
        other is AzureTokens azure && azure._serviceConnection == _serviceConnection && base.IsSameAs(other);

    protected override HttpRequestMessage Ask(string audience) => new(
        HttpMethod.Post,
        Address + (Address.IndexOf('?') >= 0 ? "&" : "?") + "api-version=7.1"
            + (_serviceConnection is null ? "" : "&serviceConnectionId=" + Uri.EscapeDataString(_serviceConnection)))
    {
        Content = new StringContent("", Encoding.UTF8, "application/json"),
    };
}
