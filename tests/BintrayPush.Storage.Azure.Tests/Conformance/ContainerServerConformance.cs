using BintrayPush.Conformance;

namespace BintrayPush.Storage.Azure.Tests.Conformance;

[TestClass]
public sealed class Publishing_over_the_wire_into_a_container : PublishingConformance<ContainerServerPlace>;

[TestClass]
public sealed class Downloading_over_the_wire_from_a_container : DownloadingConformance<ContainerServerPlace>;
