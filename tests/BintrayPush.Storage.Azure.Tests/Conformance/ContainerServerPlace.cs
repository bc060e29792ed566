using BintrayPush.BucketConformance;

namespace BintrayPush.Storage.Azure.Tests.Conformance;

/// <summary>The service at the other end of the wire, over a container: client, server, engine.</summary>
public sealed class ContainerServerPlace : StoreServerPlace
{
    protected override string NewAddress() => AzuriteNode.NewAddress();
}
